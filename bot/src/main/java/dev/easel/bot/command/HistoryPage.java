package dev.easel.bot.command;

import dev.easel.bot.live.Overviews;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.RequestPage.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import org.jspecify.annotations.Nullable;

/**
 * One page of what was asked for. Its buttons hold the page, the place and the search, so they work
 * for ever.
 *
 * @param number counted from 0
 * @param threadId whose requests; absent for those of whoever asks
 */
record HistoryPage(int number, @Nullable String threadId, String query) {
    static final int SIZE = 8;
    static final int QUERY_CHARS_MAX = 50;

    private static final int NUMBER_MAX = 98;
    private static final int INSTRUCTION_CHARS_MAX = 100;
    private static final int INSTRUCTION_BYTES_MAX = 300;
    private static final Pattern FORM =
            Pattern.compile(
                    "v1\\|history\\|([0-9]{1,2})\\|([0-9]{0,20})\\|(.{0,50})", Pattern.DOTALL);

    static HistoryPage first(@Nullable String threadId, String typed) {
        var words = typed.replaceAll("\\s+", " ").strip();
        return new HistoryPage(
                0, threadId, words.substring(0, Math.min(words.length(), QUERY_CHARS_MAX)));
    }

    static Optional<HistoryPage> parse(String id) {
        var form = FORM.matcher(id);
        if (!form.matches() || Integer.parseInt(form.group(1)) > NUMBER_MAX) {
            return Optional.empty();
        }
        var thread = form.group(2);
        return Optional.of(
                new HistoryPage(
                        Integer.parseInt(form.group(1)),
                        thread.isEmpty() ? null : thread,
                        form.group(3)));
    }

    String id() {
        return id(number);
    }

    private String id(int page) {
        return "v1|history|" + page + "|" + (threadId == null ? "" : threadId) + "|" + query;
    }

    /** How many requests must be read for this page to be complete. */
    int entries() {
        return (number + 1) * SIZE;
    }

    /**
     * @param link where a request's pictures can be seen, if that is known
     */
    List<MessageTopLevelComponent> components(
            Overviews.Past past, Function<Summary, Optional<String>> link, Texts texts) {
        var lines = new ArrayList<String>();
        lines.add(
                "### "
                        + texts.get(
                                threadId == null ? Key.HISTORY_YOURS : Key.HISTORY_THREAD,
                                number + 1));
        if (!query.isEmpty()) {
            lines.add("-# " + texts.get(Key.HISTORY_SEARCH, UserText.code(query)));
        }
        var shown = past.requests().stream().skip((long) number * SIZE).limit(SIZE).toList();
        if (shown.isEmpty()) {
            lines.add(texts.get(Key.HISTORY_NONE));
        }
        shown.forEach(r -> lines.add(line(r, link.apply(r), texts)));
        var parts = new ArrayList<MessageTopLevelComponent>();
        parts.add(TextDisplay.of(String.join("\n", lines)));
        boolean more = number < NUMBER_MAX && (past.more() || past.requests().size() > entries());
        if (more || number > 0) {
            parts.add(PageButtons.of(number, more, this::id, texts));
        }
        return parts;
    }

    private static String line(Summary request, Optional<String> link, Texts texts) {
        var instruction =
                UserText.cut(
                        request.originalInstruction(),
                        INSTRUCTION_CHARS_MAX,
                        INSTRUCTION_BYTES_MAX);
        var line =
                new StringBuilder(mark(request))
                        .append(' ')
                        .append(
                                instruction.isBlank()
                                        ? ActionText.of(request.action(), texts)
                                        : UserText.escape(instruction))
                        .append(" · <t:")
                        .append(request.createdAt().getEpochSecond())
                        .append(":R>");
        if (!request.images().isEmpty()) {
            line.append(" · ").append(texts.get(Key.HISTORY_IMAGES, request.images().size()));
        }
        link.ifPresent(l -> line.append(" · ").append(l));
        why(request, texts).ifPresent(w -> line.append("\n-# ").append(w));
        return line.toString();
    }

    private static String mark(Summary request) {
        return switch (request.status()) {
            case PENDING -> "⏳";
            case PROCESSING -> "🎨";
            case COMPLETED -> "✅";
            case FAILED -> "Cancelled".equals(request.reason()) ? "⏹️" : "⚠️";
        };
    }

    /** Of what is done nothing need be said. */
    private static Optional<String> why(Summary request, Texts texts) {
        return switch (request.status()) {
            case COMPLETED -> Optional.empty();
            case PENDING, PROCESSING, FAILED -> texts.sentence(request.reason());
        };
    }
}
