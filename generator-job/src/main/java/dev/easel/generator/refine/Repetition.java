package dev.easel.generator.refine;

import dev.easel.generator.Prepared;
import dev.easel.generator.instruction.PlainWishes;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Phrases;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.ResultReport.Writer;
import dev.easel.protocol.work.WorkOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The actions that make another picture of an earlier generation without asking anybody: its words
 * stay, and the request's own parameters hold.
 */
public final class Repetition {
    private static final BigDecimal DENOISING = new BigDecimal("0.5");
    private static final BigDecimal TWICE = BigDecimal.TWO;

    /** Blurs less than the model's own latents do, and every back end with hires has it. */
    private static final String LATENT = "Latent";

    private final WorkOrder order;
    private final Catalogue catalogue;
    private final LongSupplier freshSeed;
    private final Starting start;
    private final Draft draft;

    public Repetition(WorkOrder order, Catalogue catalogue, LongSupplier freshSeed) {
        this.order = order;
        this.catalogue = catalogue;
        this.freshSeed = freshSeed;
        this.start = new Starting(order.previous());
        this.draft = Draft.of(start.previous().settings());
    }

    /** The same settings and seed. */
    public Prepared restore() {
        return prepared(Notice.of(Notice.Kind.RESTORED), false);
    }

    /** As {@link #restore}; its pixels are compared afterwards. */
    public Prepared replay() {
        return prepared(Notice.of(Notice.Kind.REPLAYED), false);
    }

    /** Another seed. */
    public Prepared reroll() {
        Starting.redrawn(draft);
        draft.seed(freshSeed.getAsLong(), Provenance.RANDOM);
        return prepared(Notice.of(Notice.Kind.REROLLED), true);
    }

    /** Drawn over the image that is meant, with another seed. */
    public Prepared vary() {
        draft.derivation(start.over(DENOISING));
        draft.seed(freshSeed.getAsLong(), Provenance.RANDOM);
        return prepared(Notice.of(Notice.Kind.VARIED, start.index() + 1), true);
    }

    /** The image that is meant at twice the size; drawn again where the back end cannot enlarge. */
    public Prepared upscale() {
        var image = start.image();
        draft.seed(Starting.startable(image.seed()), Provenance.PREVIOUS_GENERATION);
        draft.imageCount(1, Provenance.REQUEST);
        var upscaler = catalogue.upscaler().orElse(null);
        draft.derivation(
                new Derivation(
                        upscaler == null ? Derivation.Method.HIRES : Derivation.Method.EXTRAS,
                        start.previous().requestId(),
                        start.index(),
                        image.sha256(),
                        upscaler == null ? DENOISING : null,
                        upscaler == null ? LATENT : upscaler,
                        TWICE));
        return prepared(Notice.of(Notice.Kind.UPSCALED, start.index() + 1), false);
    }

    private Prepared prepared(Notice explanation, boolean seedFree) {
        draft.wish(PlainWishes.in(order.instruction(), catalogue), order.parameters(), freshSeed);
        draft.override(order.parameters());
        var derivation = draft.settings().derivation();
        var enlarged = derivation != null && derivation.method() == Derivation.Method.EXTRAS;
        if (enlarged) {
            draft.imageCount(1, Provenance.REQUEST);
        } else {
            // Nothing is drawn for an enlargement: its checkpoint may be gone.
            draft.check(catalogue);
            draft.afford();
        }
        var settings = draft.settings();
        return new Prepared(
                settings,
                seedFree && Draft.requested(order.parameters().seed()) == null,
                new ResultReport.Composition(
                        Writer.PREVIOUS,
                        null,
                        null,
                        Phrases.of(order.locale()).say(explanation),
                        draft.provenance()),
                Difference.between(start.current(), settings),
                draft.notices());
    }

    /** How the pixels of a replay compare with the ones that it repeats. */
    public static Notice compared(
            List<ResultReport.Image> made, @Nullable List<Previous.Image> earlier) {
        var known = new ArrayList<Boolean>();
        for (var image : made) {
            for (var old : earlier == null ? List.<Previous.Image>of() : earlier) {
                if (old.index() == image.index()
                        && old.pixelsSha256() != null
                        && image.pixelsSha256() != null) {
                    known.add(old.pixelsSha256().equalsIgnoreCase(image.pixelsSha256()));
                }
            }
        }
        if (known.isEmpty()) {
            return Notice.of(Notice.Kind.PIXELS_UNKNOWN);
        }
        var different = known.stream().filter(each -> !each).count();
        return different == 0
                ? Notice.of(Notice.Kind.SAME_PIXELS)
                : Notice.of(Notice.Kind.OTHER_PIXELS, different, known.size());
    }

    /** Whether the checkpoint under this name is still the same file; null if nobody can tell. */
    public static @Nullable Notice otherCheckpoint(Settings before, Settings now) {
        var then = before.modelHash();
        var hash = now.modelHash();
        if (then == null || hash == null || !before.model().equals(now.model())) {
            return null;
        }
        var length = Math.min(then.length(), hash.length());
        return length == 0 || then.regionMatches(true, 0, hash, 0, length)
                ? null
                : Notice.of(Notice.Kind.OTHER_CHECKPOINT, now.model(), then, hash);
    }
}
