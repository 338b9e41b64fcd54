package dev.easel.sandbox.automatic1111;

/** Smooth noise from hashed lattice points, 0 to 1. */
record ValueNoise(long seed) {
    double octaves(double x, double y, int count) {
        double sum = 0;
        double weight = 0.5;
        double total = 0;
        double scale = 1;
        for (int i = 0; i < count; i++) {
            sum += weight * at(x * scale + i * 17.3, y * scale - i * 9.1);
            total += weight;
            weight /= 2;
            scale *= 2;
        }
        return sum / total;
    }

    double at(double x, double y) {
        long left = (long) Math.floor(x);
        long top = (long) Math.floor(y);
        double dx = smooth(x - left);
        double dy = smooth(y - top);
        double upper = lattice(left, top) * (1 - dx) + lattice(left + 1, top) * dx;
        double lower = lattice(left, top + 1) * (1 - dx) + lattice(left + 1, top + 1) * dx;
        return upper * (1 - dy) + lower * dy;
    }

    private double lattice(long x, long y) {
        long bits = seed ^ x * 0x9E3779B97F4A7C15L ^ y * 0xC2B2AE3D27D4EB4FL;
        bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
        return ((bits ^ bits >>> 31) >>> 11) * 0x1.0p-53;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
