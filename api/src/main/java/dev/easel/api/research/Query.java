package dev.easel.api.research;

import dev.easel.api.research.ResearchConfig.SafeSearch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A search as providers understand it.
 *
 * @param text on one line
 * @param language two letters
 */
record Query(String text, String language, SafeSearch safeSearch, int count) {
    static Query of(String text, String language, SafeSearch safeSearch, int count) {
        return new Query(
                text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(),
                language.substring(0, 2).toLowerCase(Locale.ROOT),
                safeSearch,
                count);
    }

    boolean japanese() {
        return language.equals("ja");
    }

    /** The country whose pages come first. */
    String region() {
        return japanese() ? "jp" : "us";
    }

    /** Same for searches that differ in case, width or spaces only. */
    String cacheKey(String provider) {
        var same =
                Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\s+", " ")
                        .strip();
        return sha256(
                String.join(
                        "\n",
                        provider,
                        same,
                        language,
                        region(),
                        safeSearch.word(),
                        String.valueOf(count)));
    }

    /** Names the search whoever answers it. */
    String flightKey() {
        return cacheKey("");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the words: they are a user's. */
    @Override
    public String toString() {
        return "Query[" + language + ", " + count + "]";
    }
}
