package dev.easel.api.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The sizes that thumbnails have, by their longest side in pixels. */
enum ThumbnailSize {
    SMALL(256),
    LARGE(512);

    static final int BYTES_MAX = 1024 * 1024;

    private static final Pattern SUFFIX = Pattern.compile("\\.[0-9]+\\.jpg$");

    private final int side;

    ThumbnailSize(int side) {
        this.side = side;
    }

    int side() {
        return side;
    }

    String word() {
        return String.valueOf(side);
    }

    /** Beside the original. */
    String key(String original) {
        return original.replaceFirst("\\.png$", "") + "." + side + ".jpg";
    }

    /** The key that a thumbnail was made from; any other key is its own. */
    static String original(String key) {
        return SUFFIX.matcher(key).replaceFirst(".png");
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ThumbnailSize::word).toList();
    }

    static Optional<ThumbnailSize> of(String word) {
        return Arrays.stream(values()).filter(size -> size.word().equals(word)).findFirst();
    }
}
