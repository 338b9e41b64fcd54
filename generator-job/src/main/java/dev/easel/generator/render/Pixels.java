package dev.easel.generator.render;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks the pixels of a PNG line by line: what they hash to as RGB, and whether there is a
 * picture at all. Never holds more than two lines, however large a file claims to be.
 */
final class Pixels implements AutoCloseable {
    /** What rounding can make of a plain colour. */
    private static final int SPREAD_MAX = 4;

    private final Inflater inflater = new Inflater();
    private final MessageDigest digest = sha256();
    private final int width;
    private final int height;
    private final int depth;
    private final int colourType;
    private final int samples;
    private final int step;
    private final byte[] rgb;
    private final int[] low = {255, 255, 255};
    private final int[] high = {0, 0, 0};
    private byte[] line;
    private byte[] above;
    private byte[] palette = new byte[0];
    private int filled;
    private int rows;

    Pixels(int width, int height, int depth, int colourType, int interlace) throws Png.Broken {
        this.width = width;
        this.height = height;
        this.depth = depth;
        this.colourType = colourType;
        this.samples =
                switch (colourType) {
                    case 0, 3 -> 1;
                    case 2 -> 3;
                    case 4 -> 2;
                    case 6 -> 4;
                    default -> throw new Png.Broken("the PNG has an unknown colour type");
                };
        if (!known(depth, colourType)) {
            throw new Png.Broken("the PNG has " + depth + " bits, which its colours cannot have");
        }
        if (interlace != 0) {
            throw new Png.Broken("the PNG is interlaced, which is not supported");
        }
        var bits = (long) width * samples * depth;
        this.step = Math.max(1, samples * depth / 8);
        this.line = new byte[(int) ((bits + 7) / 8) + 1];
        this.above = new byte[line.length];
        this.rgb = new byte[width * 3];
    }

    private static boolean known(int depth, int colourType) {
        return switch (depth) {
            case 8 -> true;
            case 1, 2, 4 -> colourType == 0 || colourType == 3;
            case 16 -> colourType != 3;
            default -> false;
        };
    }

    void palette(byte[] bytes, int at, int length) {
        palette = Arrays.copyOfRange(bytes, at, at + length);
    }

    void unpack(byte[] bytes, int at, int length) throws Png.Broken {
        inflater.setInput(bytes, at, length);
        try {
            while (rows < height) {
                var got = inflater.inflate(line, filled, line.length - filled);
                filled += got;
                if (filled == line.length) {
                    finishLine();
                } else if (got == 0) {
                    return;
                }
            }
        } catch (DataFormatException e) {
            throw new Png.Broken("the PNG's pixels cannot be unpacked");
        }
    }

    private void finishLine() throws Png.Broken {
        unfilter();
        if (colourType == 2 && depth == 8) {
            System.arraycopy(line, 1, rgb, 0, rgb.length);
        } else {
            for (var x = 0; x < width; x++) {
                colour(x);
            }
        }
        digest.update(rgb);
        // Nearly every picture shows in its first line that it is one.
        if (blank()) {
            for (var i = 0; i < rgb.length; i++) {
                stretch(i % 3, rgb[i] & 0xff);
            }
        }
        var free = above;
        above = line;
        line = free;
        filled = 0;
        rows++;
    }

    private void unfilter() throws Png.Broken {
        switch (line[0]) {
            case 0 -> {}
            case 1 -> {
                for (var i = 1 + step; i < line.length; i++) {
                    line[i] += line[i - step];
                }
            }
            case 2 -> {
                for (var i = 1; i < line.length; i++) {
                    line[i] += above[i];
                }
            }
            case 3 -> {
                for (var i = 1; i < line.length; i++) {
                    line[i] += (byte) ((left(line, i) + (above[i] & 0xff)) / 2);
                }
            }
            case 4 -> {
                for (var i = 1; i < line.length; i++) {
                    line[i] += (byte) paeth(left(line, i), above[i] & 0xff, left(above, i));
                }
            }
            default -> throw new Png.Broken("the PNG has an unknown filter");
        }
    }

    private int left(byte[] row, int at) {
        return at > step ? row[at - step] & 0xff : 0;
    }

    private static int paeth(int left, int up, int corner) {
        var guess = left + up - corner;
        var toLeft = Math.abs(guess - left);
        var toUp = Math.abs(guess - up);
        var toCorner = Math.abs(guess - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    /** Alpha is dropped and of 16 bits the upper eight count. */
    private void colour(int x) throws Png.Broken {
        switch (colourType) {
            case 0, 4 -> {
                var grey = sample(x * samples);
                if (depth < 8) {
                    grey = grey * 255 / ((1 << depth) - 1);
                }
                put(x, grey, grey, grey);
            }
            case 3 -> {
                var entry = sample(x) * 3;
                if (entry + 2 >= palette.length) {
                    throw new Png.Broken("the PNG uses a colour that its palette lacks");
                }
                put(x, palette[entry] & 0xff, palette[entry + 1] & 0xff, palette[entry + 2] & 0xff);
            }
            default ->
                    put(x, sample(x * samples), sample(x * samples + 1), sample(x * samples + 2));
        }
    }

    private int sample(int index) {
        if (depth == 8) {
            return line[1 + index] & 0xff;
        }
        if (depth == 16) {
            return line[1 + index * 2] & 0xff;
        }
        var bit = index * depth;
        return line[1 + bit / 8] >> (8 - depth - bit % 8) & (1 << depth) - 1;
    }

    private void put(int x, int red, int green, int blue) {
        rgb[x * 3] = (byte) red;
        rgb[x * 3 + 1] = (byte) green;
        rgb[x * 3 + 2] = (byte) blue;
    }

    private void stretch(int channel, int value) {
        if (value < low[channel]) {
            low[channel] = value;
        }
        if (value > high[channel]) {
            high[channel] = value;
        }
    }

    /** Of the RGB bytes, row by row. */
    String sha256Hex() throws Png.Broken {
        if (rows < height) {
            throw new Png.Broken("the PNG's pixels end early");
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** One colour all over, mostly black: what numbers that overflowed look like. */
    boolean blank() {
        for (var channel = 0; channel < 3; channel++) {
            if (high[channel] - low[channel] > SPREAD_MAX) {
                return false;
            }
        }
        return true;
    }

    boolean black() {
        return blank() && high[0] <= SPREAD_MAX && high[1] <= SPREAD_MAX && high[2] <= SPREAD_MAX;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
