package dev.easel.sandbox.automatic1111;

import java.awt.Color;

/** The colours of an hour of the day: sky from zenith to horizon, land from far to near, light. */
record Palette(Color zenith, Color sky, Color horizon, Color far, Color near, Color light) {
    static final Palette DAY = of(0x2F6FB5, 0x7FB7E6, 0xDDEFF7, 0x8FB0B8, 0x2F5D50, 0xFFF6D8);
    static final Palette SUNSET = of(0x2B1E4F, 0xB4436C, 0xFFB35C, 0x8A3B5E, 0x24142E, 0xFFE0A0);
    static final Palette DAWN = of(0x4C6A9B, 0xE3A6A8, 0xFFE3C2, 0x9C8FB0, 0x3B3F5C, 0xFFF0D0);
    static final Palette DUSK = of(0x1B1F4B, 0x5B3F86, 0xE88A8A, 0x4B3A72, 0x161433, 0xFFC4B0);
    static final Palette NIGHT = of(0x060A1E, 0x13244F, 0x35558A, 0x1E3159, 0x070C1B, 0xDCE8FF);
    static final Palette NEON = of(0x0B0620, 0x2B0F55, 0xB5269C, 0x3A1768, 0x0A0618, 0x4BF0FF);
    static final Palette STORM = of(0x23292F, 0x4A555E, 0x8B979C, 0x4F5A60, 0x1A2024, 0xE6F0F2);
    static final Palette AUTUMN = of(0x5C7FA3, 0xD9B98C, 0xF7D9A0, 0xB8743F, 0x4A2418, 0xFFE7B0);
    static final Palette WATER = of(0x0A3A5E, 0x12688A, 0x4FC3C7, 0x15577A, 0x06243B, 0xD5FFF6);
    static final Palette SPACE = of(0x03030C, 0x120B2E, 0x3B1D5E, 0x251445, 0x06040F, 0xFFE9D0);
    static final Palette SNOW = of(0x6F93B8, 0xB9D2E6, 0xF3F8FC, 0xA9BFD3, 0x54708C, 0xFFFFFF);

    private static Palette of(int zenith, int sky, int horizon, int far, int near, int light) {
        return new Palette(
                new Color(zenith),
                new Color(sky),
                new Color(horizon),
                new Color(far),
                new Color(near),
                new Color(light));
    }

    /** From the horizon (0) to what is nearest (1). */
    Color land(double nearness) {
        return nearness < 0.5
                ? mix(mix(horizon, far, 0.75), far, nearness * 2)
                : mix(far, near, nearness * 2 - 1);
    }

    static Color mix(Color from, Color to, double share) {
        return new Color(
                channel(from.getRed(), to.getRed(), share),
                channel(from.getGreen(), to.getGreen(), share),
                channel(from.getBlue(), to.getBlue(), share));
    }

    static Color alpha(Color color, double alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) (255 * alpha));
    }

    private static int channel(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * Math.clamp(share, 0, 1));
    }
}
