package dev.easel.generator.instruction;

/** Width to height. */
public record Shape(int across, int down) {
    static final Shape LANDSCAPE = new Shape(3, 2);
    static final Shape PORTRAIT = new Shape(2, 3);
    static final Shape SQUARE = new Shape(1, 1);

    private static final int SIDE_MIN = 64;
    private static final int SIDE_MAX = 2048;
    private static final double FLATTEST = 4;

    /** Two sides of a picture, multiples of 8 within bounds. */
    public record Sides(int width, int height) {
        public static Sides of(long width, long height) {
            return new Sides(side(width), side(height));
        }

        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    /** Sides of this shape with about as many pixels as these, which the checkpoint is used to. */
    public Sides like(int width, int height) {
        if (width == height && across == down) {
            return Sides.of(width, height);
        }
        var ratio = Math.clamp((double) across / down, 1 / FLATTEST, FLATTEST);
        var area = (double) width * height;
        var shorter = side(Math.round(Math.sqrt(area / Math.max(ratio, 1 / ratio))));
        var longer = side(Math.round(shorter * Math.max(ratio, 1 / ratio)));
        return ratio >= 1 ? new Sides(longer, shorter) : new Sides(shorter, longer);
    }

    private static int side(long pixels) {
        return (int) Math.clamp(Math.round(pixels / 8.0) * 8, SIDE_MIN, SIDE_MAX);
    }
}
