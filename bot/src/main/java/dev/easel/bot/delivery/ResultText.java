package dev.easel.bot.delivery;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestDetail.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of a result: what was asked, what made it, within what Discord takes. */
public final class ResultText {
    /**
     * Discord takes 4000 characters a message but fails on about 10,000 bytes of UTF-8; Japanese
     * reaches the second first.
     */
    static final int CHARS_MAX = 4000;

    static final int BYTES_MAX = 9000;

    private static final int INSTRUCTION_CHARS_MAX = 300;
    private static final int NOTICES_MAX = 5;
    private static final int NOTICE_CHARS_MAX = 200;
    private static final int NOTICES_CHARS_MAX = 700;
    private static final int NOTICES_BYTES_MAX = 1500;
    private static final int CHANGES_CHARS_MAX = 600;
    private static final int CHANGES_BYTES_MAX = 1200;
    private static final int RESEARCH_CHARS_MAX = 800;
    private static final int RESEARCH_BYTES_MAX = 1600;
    private static final int MARGIN = 120;

    private ResultText() {}

    /**
     * @param full false for the further messages of one result, which only repeat the notes
     * @param headChars what the message's other texts take, counted as four bytes each
     */
    public static String of(
            RequestDetail detail,
            boolean full,
            String note,
            int headChars,
            Extras extras,
            Texts texts) {
        var metadata = detail.metadata();
        if (!full || metadata == null) {
            return note;
        }
        var before = String.join("\n", before(detail, metadata, extras, texts));
        var after = new ArrayList<String>();
        after.add(parameters(metadata, texts));
        if (metadata.research() != null) {
            after.addAll(
                    fit(
                            ResearchText.of(metadata.research(), detail.notices(), texts),
                            RESEARCH_CHARS_MAX,
                            RESEARCH_BYTES_MAX));
        }
        after.addAll(fit(notices(detail), NOTICES_CHARS_MAX, NOTICES_BYTES_MAX));
        if (extras.refinements() != null) {
            after.add("-# " + texts.get(Key.RESULT_MANY, extras.refinements()));
        }
        if (!note.isEmpty()) {
            after.add(note);
        }
        var tail = String.join("\n", after);
        int chars = CHARS_MAX - MARGIN - headChars - before.length() - tail.length();
        int bytes =
                BYTES_MAX
                        - 4 * (MARGIN + headChars)
                        - UserText.bytes(before)
                        - UserText.bytes(tail);
        var prompts = prompts(metadata, chars, bytes, texts);
        return (before.isEmpty() ? "" : before + "\n") + prompts + "\n" + tail;
    }

    /** Only numbers and names of files: nothing that a person wrote. */
    static String withoutWords(RequestDetail detail, boolean full, String note, Texts texts) {
        var metadata = detail.metadata();
        return !full || metadata == null ? note : parameters(metadata, texts) + "\n" + note;
    }

    /** What was asked, where it started, and what became different. */
    private static List<String> before(
            RequestDetail detail, Metadata metadata, Extras extras, Texts texts) {
        var lines = new ArrayList<String>();
        var instruction = detail.originalInstruction();
        if (instruction != null && !instruction.isBlank()) {
            lines.add("> " + UserText.escape(UserText.cut(instruction, INSTRUCTION_CHARS_MAX)));
        }
        OriginText.of(detail, extras.sourceUrl(), texts).ifPresent(lines::add);
        if (metadata.refinement() != null) {
            lines.addAll(
                    fit(
                            ChangeText.of(metadata.refinement(), texts),
                            CHANGES_CHARS_MAX,
                            CHANGES_BYTES_MAX));
        }
        return lines;
    }

    private static List<String> notices(RequestDetail detail) {
        return detail.notices().stream()
                .limit(NOTICES_MAX)
                .map(n -> "-# ℹ️ " + UserText.escape(UserText.cut(n, NOTICE_CHARS_MAX)))
                .toList();
    }

    /** As many whole lines as fit; a line that alone is too long is cut. */
    private static List<String> fit(List<String> lines, int charsMax, int bytesMax) {
        var fitting = new ArrayList<String>();
        int chars = 0;
        int bytes = 0;
        for (var line : lines) {
            var cut = UserText.cut(line, charsMax - chars, bytesMax - bytes);
            if (cut.isEmpty()) {
                break;
            }
            fitting.add(cut);
            chars += cut.length() + 1;
            bytes += UserText.bytes(cut) + 1;
        }
        return fitting;
    }

    /** The negative prompt may take a third; what one does not need is the other's. */
    private static String prompts(Metadata metadata, int chars, int bytes, Texts texts) {
        var negative = metadata.negativePrompt() == null ? "" : metadata.negativePrompt();
        int negativeChars =
                Math.min(
                        negative.length(), Math.max(chars / 3, chars - metadata.prompt().length()));
        int negativeBytes =
                Math.min(
                        UserText.bytes(negative),
                        Math.max(bytes / 3, bytes - UserText.bytes(metadata.prompt())));
        var shownNegative = UserText.cut(negative, negativeChars, negativeBytes);
        var shownPrompt =
                UserText.cut(
                        metadata.prompt(),
                        chars - shownNegative.length(),
                        bytes - UserText.bytes(shownNegative));
        var text = new StringBuilder();
        text.append(bold(Key.RESULT_PROMPT, texts))
                .append('\n')
                .append(UserText.codeBlock(shownPrompt));
        text.append('\n').append(bold(Key.RESULT_NEGATIVE, texts));
        text.append(
                negative.isBlank()
                        ? " " + texts.get(Key.RESULT_NONE)
                        : "\n" + UserText.codeBlock(shownNegative));
        if (!shownPrompt.equals(metadata.prompt()) || !shownNegative.equals(negative)) {
            text.append("\n-# ").append(texts.get(Key.RESULT_CUT));
        }
        return text.toString();
    }

    static String parameters(Metadata metadata, Texts texts) {
        var lines = new ArrayList<String>();
        lines.add(value(Key.RESULT_MODEL, UserText.code(metadata.modelName()), texts));
        lines.add(value(Key.RESULT_LORAS, loras(metadata.loraList(), texts), texts));
        lines.add(
                List.of(
                                value(Key.RESULT_STEPS, metadata.steps(), texts),
                                value(Key.RESULT_CFG, metadata.cfgScale().toPlainString(), texts),
                                value(Key.RESULT_SAMPLER, UserText.code(metadata.sampler()), texts),
                                value(Key.RESULT_SCHEDULER, scheduler(metadata, texts), texts))
                        .stream()
                        .collect(Collectors.joining(" · ")));
        lines.add(
                List.of(
                                value(Key.RESULT_SEED, "`" + metadata.seed() + "`", texts),
                                value(
                                        Key.RESULT_SIZE,
                                        metadata.width() + "×" + metadata.height(),
                                        texts),
                                value(Key.RESULT_COUNT, metadata.imageCount(), texts))
                        .stream()
                        .collect(Collectors.joining(" · ")));
        if (metadata.durationMillis() != null) {
            var duration = Duration.ofMillis(metadata.durationMillis());
            lines.add(value(Key.RESULT_DURATION, texts.duration(duration), texts));
        }
        return String.join("\n", lines);
    }

    private static String scheduler(Metadata metadata, Texts texts) {
        return metadata.scheduler() == null
                ? texts.get(Key.RESULT_NONE)
                : UserText.code(metadata.scheduler());
    }

    private static String loras(@Nullable List<Lora> loras, Texts texts) {
        return loras == null || loras.isEmpty()
                ? texts.get(Key.RESULT_NONE)
                : loras.stream()
                        .map(l -> UserText.code(l.name()) + " × " + l.weight().toPlainString())
                        .collect(Collectors.joining(", "));
    }

    private static String value(Key key, Object value, Texts texts) {
        return bold(key, texts) + " " + value;
    }

    private static String bold(Key key, Texts texts) {
        return "**" + texts.get(key) + "**";
    }
}
