package dev.easel.bot.text;

import java.nio.charset.StandardCharsets;

/** Shows what people or models wrote without letting it act as markdown, mention or link. */
public final class UserText {
    private static final String MARKDOWN = "\\`*_{}[]()<>#+-.!|~@:>";
    private static final String ELLIPSIS = "…";

    private static final int MESSAGE_CHARS_MAX = 4000;
    private static final int MESSAGE_BYTES_MAX = 9000;

    private UserText() {}

    /** One line of plain text with every mark of markdown and every mention disarmed. */
    public static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        plain(text)
                .codePoints()
                .forEach(c -> {
                    if (c == '@') {
                        // A zero-width space keeps "@everyone" readable and harmless.
                        escaped.append("@\u200b");
                    } else {
                        if (c < 128 && MARKDOWN.indexOf(c) >= 0) {
                            escaped.append('\\');
                        }
                        escaped.appendCodePoint(c);
                    }
                });
        return escaped.toString();
    }

    /** A code block; backticks inside would end it, so they become look-alikes. */
    public static String codeBlock(String text) {
        return "```\n" + text.replace('`', 'ˋ').strip() + "\n```";
    }

    /** Inline code on one line. */
    public static String code(String text) {
        var line = plain(text).replace('`', 'ˋ');
        return line.isEmpty() ? "" : "`" + line + "`";
    }

    /** A thread's name: mentions, markdown and control characters out, at most 60 characters. */
    public static String threadName(String instruction, String fallback) {
        var name =
                plain(instruction)
                        .replaceAll("<[@#:!&a-zA-Z0-9_/]*>", " ")
                        .replaceAll("[`*_|~<>@#\\\\]", " ")
                        .replaceAll("\\s+", " ")
                        .strip();
        return name.isEmpty() ? fallback : cut(name, 60);
    }

    /** At most so many characters, never half of one; what was cut ends in an ellipsis. */
    public static String cut(String text, int charsMax) {
        return cut(text, charsMax, Integer.MAX_VALUE);
    }

    /** As {@link #cut(String, int)}, and at most so many bytes of UTF-8. */
    public static String cut(String text, int charsMax, int bytesMax) {
        if (text.length() <= charsMax && bytes(text) <= bytesMax) {
            return text;
        }
        int end = 0;
        int bytes = bytes(ELLIPSIS);
        while (end < text.length()) {
            int width = Character.charCount(text.codePointAt(end));
            int weight = bytes(text.substring(end, end + width));
            if (end + width > charsMax - ELLIPSIS.length() || bytes + weight > bytesMax) {
                break;
            }
            end += width;
            bytes += weight;
        }
        return end == 0 ? "" : text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    /** As much of it as one message shows; Discord fails on more bytes than it says. */
    public static String message(String text) {
        return cut(text, MESSAGE_CHARS_MAX, MESSAGE_BYTES_MAX);
    }

    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\u2028\u2029\u202a-\u202e\u2066-\u2069]+", " ").strip();
    }
}
