package dev.easel.generator;

import dev.easel.generator.chat.Conversation;
import dev.easel.generator.compose.Composer;
import dev.easel.generator.compose.Composition;
import dev.easel.generator.compose.OllamaMemory;
import dev.easel.generator.compose.SettingsChoice;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.render.Origin;
import dev.easel.generator.render.RenderId;
import dev.easel.generator.render.Rendered;
import dev.easel.generator.render.Renderer;
import dev.easel.generator.work.Heartbeat;
import dev.easel.generator.work.WorkClient;
import dev.easel.protocol.Phase;
import dev.easel.protocol.work.FailureReport;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.ResultReport.Writer;
import dev.easel.protocol.work.WorkOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt: claim, compose, free memory, render, store, report. Runs once, on its caller. */
public final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration CLAIM_MAX = Duration.ofSeconds(60);
    private static final Duration FAILURE_MAX = Duration.ofSeconds(10);
    private static final long SEEDS = 1L << 32;

    private final GeneratorConfig config;
    private final Pace pace;
    private final RandomGenerator random;
    private final Cancellation cancellation;
    private final WorkClient client;
    private final Timeline timeline;

    public Pipeline(
            GeneratorConfig config, Pace pace, RandomGenerator random, Cancellation cancellation) {
        this.config = config;
        this.pace = pace;
        this.random = random;
        this.cancellation = cancellation;
        this.client = new WorkClient(Connections.to(config.apiUrl()).build(), config, pace, random);
        this.timeline = new Timeline(System::nanoTime);
    }

    public Outcome run() {
        cancellation.work(Thread.currentThread());
        WorkOrder order;
        try {
            order = client.claim(Deadline.in(config.runMax()).orSooner(CLAIM_MAX));
        } catch (AttemptFailed | InterruptedException e) {
            return ended(e);
        } catch (RuntimeException e) {
            return bug(e);
        }
        LOG.atInfo()
                .addKeyValue("attempt", order.attempt())
                .addKeyValue("action", order.action())
                .addKeyValue("backend", order.backend().name())
                .addKeyValue("startToClaimMillis", millisSinceStart())
                .log("claimed");
        Outcome outcome;
        try (var _ = Heartbeat.start(client, timeline, cancellation, pace)) {
            outcome = work(order);
        } catch (AttemptFailed | InterruptedException e) {
            outcome = ended(e);
        } catch (RuntimeException e) {
            outcome = bug(e);
        }
        report(outcome);
        return outcome;
    }

    private Outcome work(WorkOrder order) throws InterruptedException {
        var limits = order.limits();
        var deadline =
                Deadline.in(config.runMax()).orSooner(Duration.ofSeconds(limits.runSecondsMax()));
        if (!order.action().equals("Generate")) {
            throw new AttemptFailed(
                    ExitCode.ACTION_NOT_SUPPORTED,
                    "this generator does not know the action " + order.action());
        }
        var renderer = new Renderer(order.backend().automatic1111Url(), pace, random, timeline);
        var catalogue =
                renderer.catalogue(deadline.orSooner(Duration.ofSeconds(limits.readySecondsMax())));
        timeline.enter(Phase.COMPOSING);
        var composition =
                composition(
                        order,
                        catalogue,
                        deadline.orSooner(Duration.ofSeconds(limits.composeSecondsMax())));
        var choice =
                SettingsChoice.of(
                        order.parameters(), composition, catalogue, () -> random.nextLong(SEEDS));
        timeline.enter(Phase.FREEING_MEMORY);
        Renderer.FreeMemory freeMemory = () -> freeMemory(order.backend());
        freeMemory.free();
        timeline.enter(Phase.RENDERING);
        var started = System.nanoTime();
        var rendered =
                renderer.render(
                        new Renderer.Order(
                                new RenderId(order.requestId(), order.attempt()),
                                choice.settings(),
                                choice.seedFree(),
                                catalogue,
                                freeMemory,
                                null,
                                origin(order, composition)),
                        Duration.ofSeconds(limits.renderSecondsMax()),
                        deadline);
        LOG.atInfo()
                .addKeyValue("images", rendered.pictures().size())
                .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                .log("rendered");
        return store(order, composition, choice, catalogue, rendered, deadline);
    }

    private static Origin origin(WorkOrder order, Composition composition) {
        var asked = composition.writer() != Writer.REQUEST;
        var previous = order.previous();
        return Origin.of(
                order.requestId(),
                order.instruction(),
                previous == null ? null : previous.requestId(),
                asked ? order.backend().ollamaModel() : null,
                asked ? Composer.promptVersion() : null);
    }

    /** A given prompt is used as it is: nobody is asked. */
    private Composition composition(WorkOrder order, Catalogue catalogue, Deadline deadline)
            throws InterruptedException {
        // What somebody fixed must exist, before minutes are spent on anything else.
        SettingsChoice.of(
                order.parameters(), Composition.given(order.parameters()), catalogue, () -> 0);
        if (order.parameters().prompt() != null) {
            return Composition.given(order.parameters());
        }
        if (order.instruction() == null || order.instruction().isBlank()) {
            throw new IllegalStateException("the work order has neither instruction nor prompt");
        }
        var backend = order.backend();
        var composer =
                new Composer(
                        new Conversation(
                                backend.ollamaUrl(),
                                backend.ollamaModel(),
                                backend.sharedMemory(),
                                pace,
                                random));
        return composer.compose(order.instruction(), order.parameters(), catalogue, deadline);
    }

    private void freeMemory(WorkOrder.Backend backend) throws InterruptedException {
        if (backend.sharedMemory()) {
            new OllamaMemory(backend.ollamaUrl(), backend.ollamaModel(), pace).free();
        }
    }

    private Outcome store(
            WorkOrder order,
            Composition composition,
            SettingsChoice choice,
            Catalogue catalogue,
            Rendered rendered,
            Deadline deadline)
            throws InterruptedException {
        cancellation.store();
        timeline.enter(Phase.STORING);
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
        var notices = new ArrayList<>(choice.notices());
        rendered.notices().forEach(each -> notices.add(each.text(order.locale())));
        if (composition.writer() == Writer.FALLBACK) {
            notices.add(
                    "the language model gave no usable answer, so your own words were the prompt");
        }
        if (order.research()) {
            notices.add("this version does not search the web, so the picture was made without it");
        }
        var fromModel = composition.writer() != Writer.REQUEST;
        timeline.enter(Phase.FINISHED);
        var receipt =
                client.result(
                        new ResultReport(
                                new ResultReport.Composition(
                                        composition.writer(),
                                        fromModel ? order.backend().ollamaModel() : null,
                                        fromModel ? Composer.promptVersion() : null,
                                        composition.explanation(),
                                        Map.of()),
                                rendered.settings(),
                                images,
                                new ResultReport.Renderer(
                                        catalogue.flavour().label(),
                                        catalogue.version(),
                                        rendered.rawInfo()),
                                null,
                                null,
                                List.copyOf(notices),
                                timeline.millisByPhase()),
                        deadline);
        LOG.atInfo().addKeyValue("result.id", receipt.resultId()).log("stored");
        return new Outcome.Stored(receipt.resultId());
    }

    /** The user should read why it failed; of fences and cancels api knows already. */
    private void report(Outcome outcome) {
        if (!(outcome instanceof Outcome.Ended(var exit, var message))
                || exit == ExitCode.FENCED
                || exit == ExitCode.CANCELLED) {
            return;
        }
        // A cancel that came too late must not keep the reason from being told.
        Thread.interrupted();
        try {
            client.failure(new FailureReport(exit.reason(), message), Deadline.in(FAILURE_MAX));
        } catch (AttemptFailed e) {
            LOG.atWarn().addKeyValue("why", e.text()).log("the failure could not be reported");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long this process has lived, to the kernel's hundredth of a second. */
    private static long millisSinceStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis())
                .orElse(-1L);
    }

    private Outcome ended(Exception e) {
        if (e instanceof AttemptFailed failed) {
            return new Outcome.Ended(failed.why(), failed.text());
        }
        return cancellation.requested().orElse(Cancellation.Why.SIGNAL) == Cancellation.Why.FENCED
                ? new Outcome.Ended(ExitCode.FENCED, "another attempt holds this request's claim")
                : new Outcome.Ended(ExitCode.CANCELLED, "cancelled; the render was stopped");
    }

    private static Outcome bug(RuntimeException e) {
        LOG.error("the generator has a bug", e);
        return new Outcome.Ended(
                ExitCode.BUG,
                "internal error in the generator (" + e.getClass().getSimpleName() + ")");
    }
}
