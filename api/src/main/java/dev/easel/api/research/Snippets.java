package dev.easel.api.research;

import dev.easel.protocol.work.SearchReply.Snippet;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Text of strangers made plain: one line, no markup, nothing that hides, within bounds. */
final class Snippets {
    private static final int RAW_FACTOR = 4;
    private static final int TITLE_CHARS_MAX = 150;
    private static final int URL_CHARS_MAX = 400;
    private static final int TEXT_CHARS_MAX = 500;

    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");
    private static final Pattern TAG = Pattern.compile("<[^<>]{0,300}>");

    private Snippets() {}

    /** Empty if the address is none that a person can follow, or nothing is said. */
    static Optional<Snippet> of(String title, String url, String text, String published) {
        var plain = plain(text, TEXT_CHARS_MAX);
        var name = plain(title, TITLE_CHARS_MAX);
        if (!isFollowed(url) || (plain.isEmpty() && name.isEmpty())) {
            return Optional.empty();
        }
        var date = published.matches("[0-9][0-9T:.Z+-]{3,39}") ? published : null;
        return Optional.of(new Snippet(name.isEmpty() ? host(url) : name, url, plain, date));
    }

    static List<Snippet> bounded(List<Snippet> snippets, int count) {
        return snippets.stream().limit(count).toList();
    }

    static String plain(String raw, int charsMax) {
        // Far more than will be shown, and too little to keep anybody busy.
        var some =
                raw.length() <= RAW_FACTOR * charsMax
                        ? raw
                        : raw.substring(0, RAW_FACTOR * charsMax);
        var text = HIDDEN.matcher(some.replaceAll("[\\t\\n\\r]", " ")).replaceAll("");
        text = entities(text);
        // Until nothing is left: taking one tag out can put another one together.
        for (var before = ""; !before.equals(text); ) {
            before = text;
            text = TAG.matcher(text).replaceAll("");
        }
        text = HIDDEN.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
        return text.length() <= charsMax ? text : cut(text, charsMax);
    }

    private static String cut(String text, int max) {
        var end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end).strip();
    }

    /** Those that search services write; the last one last, so that nothing is decoded twice. */
    private static String entities(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#x27;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }

    /** http or https, with a host, without a user. */
    private static boolean isFollowed(String url) {
        if (url.length() > URL_CHARS_MAX) {
            return false;
        }
        try {
            var uri = URI.create(url);
            return ("http".equalsIgnoreCase(uri.getScheme())
                            || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String host(String url) {
        return String.valueOf(URI.create(url).getHost());
    }
}
