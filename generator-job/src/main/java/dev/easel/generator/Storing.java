package dev.easel.generator;

import dev.easel.generator.refine.Repetition;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.render.Rendered;
import dev.easel.generator.research.Findings;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Phrases;
import dev.easel.generator.work.WorkClient;
import dev.easel.protocol.Phase;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.WorkOrder;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads the pictures and reports what they are. */
final class Storing {
    private static final Logger LOG = LoggerFactory.getLogger(Storing.class);

    private final WorkOrder order;
    private final Findings findings;
    private final WorkClient client;
    private final Timeline timeline;

    Storing(WorkOrder order, Findings findings, WorkClient client, Timeline timeline) {
        this.order = order;
        this.findings = findings;
        this.client = client;
        this.timeline = timeline;
    }

    Outcome store(Prepared prepared, Catalogue catalogue, Rendered rendered, Deadline deadline)
            throws InterruptedException {
        timeline.enter(Phase.STORING);
        var images = upload(rendered, deadline);
        var notices =
                new ArrayList<>(
                        Phrases.of(order.locale()).say(notices(prepared, rendered, images)));
        if (findings.note() != null) {
            notices.add(findings.note());
        }
        rendered.notices().forEach(each -> notices.add(each.text(order.locale())));
        timeline.enter(Phase.FINISHED);
        var receipt =
                client.result(
                        new ResultReport(
                                prepared.composition(),
                                rendered.settings(),
                                images,
                                new ResultReport.Renderer(
                                        catalogue.flavour().label(),
                                        catalogue.version(),
                                        rendered.rawInfo()),
                                prepared.refinement(),
                                findings.research(),
                                List.copyOf(notices),
                                timeline.millisByPhase()),
                        deadline);
        LOG.atInfo().addKeyValue("result.id", receipt.resultId()).log("stored");
        return new Outcome.Stored(receipt.resultId());
    }

    private List<ResultReport.Image> upload(Rendered rendered, Deadline deadline)
            throws InterruptedException {
        var images = new ArrayList<ResultReport.Image>();
        for (var picture : rendered.pictures()) {
            var sha256 = picture.sha256();
            var stored = client.upload(picture.index(), picture.png(), sha256, deadline);
            if (!stored.sha256().equalsIgnoreCase(sha256)) {
                throw new AttemptFailed(
                        ExitCode.STORE_FAILED, "image " + picture.index() + " was stored damaged");
            }
            images.add(
                    new ResultReport.Image(
                            picture.index(),
                            sha256,
                            picture.pixelsSha256(),
                            picture.seed(),
                            picture.width(),
                            picture.height(),
                            picture.infotext()));
            timeline.at((double) images.size() / rendered.pictures().size(), 0);
        }
        return images;
    }

    private List<Notice> notices(
            Prepared prepared, Rendered rendered, List<ResultReport.Image> images) {
        var notices = new ArrayList<>(prepared.notices());
        var previous = order.previous();
        if (previous != null && !order.action().equals("Generate")) {
            var other = Repetition.otherCheckpoint(previous.settings(), rendered.settings());
            if (other != null) {
                notices.add(other);
            }
            if (order.action().equals("Replay")) {
                notices.add(Repetition.compared(images, previous.images()));
            }
        }
        return notices;
    }
}
