package dev.easel.generator.compose;

import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResolvedParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sides and number of images that the back end can be given at once. */
record CanvasChoice(
        int width, int height, int imageCount, boolean sidesWished, boolean countWished) {
    /** The same as in the resource's schema, which this module does not know. */
    private static final long PIXELS_MAX = 8 * 1024 * 1024;

    private long pixels() {
        return (long) width * height * imageCount;
    }

    /**
     * What the request fixed stays; a wish, or a setting, that makes too many pixels of it gives
     * way.
     */
    static CanvasChoice of(
            ResolvedParameters given, Composition.Wishes wishes, List<Notice> notices) {
        var countWish = ComposeQuestion.open(given.imageCount()) ? wishes.imageCount() : null;
        var count = countWish == null ? given.imageCount().value() : countWish;
        var usual =
                new CanvasChoice(
                        eight(given.width().value()),
                        eight(given.height().value()),
                        count,
                        false,
                        countWish != null);
        var wished = wished(given, wishes, usual);
        var fixed = given.imageCount().from() == Provenance.REQUEST;
        var canvas = wished == null || fixed && wished.pixels() > PIXELS_MAX ? usual : wished;
        if (wished != null && !wished.equals(canvas)) {
            notices.add(Notice.of(Kind.CANVAS_TOO_LARGE, count, wished.sides(), canvas.sides()));
        }
        if (fixed || canvas.pixels() <= PIXELS_MAX) {
            return canvas;
        }
        var most = (int) Math.max(1, PIXELS_MAX / ((long) canvas.width() * canvas.height()));
        notices.add(Notice.of(Kind.TOO_MANY_IMAGES, count, canvas.sides(), most));
        return new CanvasChoice(
                canvas.width(), canvas.height(), most, canvas.sidesWished(), canvas.countWished());
    }

    private String sides() {
        return width + "x" + height;
    }

    void note(ResolvedParameters given, Provenances from) {
        var model = Provenance.LANGUAGE_MODEL;
        from.put("width", sidesWished ? model : given.width().from());
        from.put("height", sidesWished ? model : given.height().from());
        from.put("image_count", countWished ? model : given.imageCount().from());
    }

    /** The language model may not draw a tall picture with only one side changed. */
    private static @Nullable CanvasChoice wished(
            ResolvedParameters given, Composition.Wishes wishes, CanvasChoice usual) {
        if (wishes.width() == null
                || wishes.height() == null
                || !ComposeQuestion.open(given.width())
                || !ComposeQuestion.open(given.height())) {
            return null;
        }
        var wished =
                new CanvasChoice(
                        eight(wishes.width()),
                        eight(wishes.height()),
                        usual.imageCount(),
                        true,
                        usual.countWished());
        // A model that repeats the default has decided nothing.
        return wished.width() == usual.width() && wished.height() == usual.height()
                ? usual
                : wished;
    }

    /** The back end would round down and say otherwise in the infotext. */
    private static int eight(int side) {
        return Math.max(64, side / 8 * 8);
    }
}
