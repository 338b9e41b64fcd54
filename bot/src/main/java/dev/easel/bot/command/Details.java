package dev.easel.bot.command;

import dev.easel.bot.delivery.Extras;
import dev.easel.bot.delivery.ResultText;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.client.RequestDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything Easel knows of one request, for whoever pressed Details. */
record Details(String shown, String complete) {
    private static final int FILES_CHARS_MAX = 1200;

    static Details of(RequestDetail detail, @Nullable GenerationRequest request, Texts texts) {
        var head = new ArrayList<String>();
        head.add("### " + texts.get(Key.DETAILS_TITLE));
        head.add(line(Key.DETAILS_REQUEST, "`" + detail.requestId() + "`", texts));
        if (request != null) {
            head.add(line(Key.DETAILS_NAME, UserText.code(request.getMetadata().getName()), texts));
        }
        head.add(
                line(
                        Key.DETAILS_CREATED,
                        "<t:" + detail.createdAt().getEpochSecond() + ":F>",
                        texts));
        if (detail.reason() != null) {
            head.add(
                    line(
                            Key.DETAILS_REASON,
                            UserText.code(detail.reason())
                                    + texts.sentence(detail.reason()).map(s -> " " + s).orElse(""),
                            texts));
        }
        var files =
                detail.images().stream()
                        .map(i -> "`" + i.seed() + "` `" + i.sha256() + "`")
                        .collect(Collectors.joining("\n"));
        var hash = detail.metadata() == null ? null : detail.metadata().modelHash();
        var tail = new ArrayList<String>();
        if (hash != null) {
            tail.add(line(Key.DETAILS_HASH, UserText.code(hash), texts));
        }
        if (!files.isEmpty()) {
            tail.add(line(Key.DETAILS_FILES, "\n" + UserText.cut(files, FILES_CHARS_MAX), texts));
        }
        var foot = String.join("\n", tail);
        var top = String.join("\n", head);
        var body = ResultText.of(detail, true, foot, top.length(), Extras.NONE, texts);
        var shown = detail.metadata() == null ? withoutResult(top, detail) : top + "\n" + body;
        return new Details(shown, complete(detail, texts));
    }

    /** True if the message had to leave something out, which the file then has. */
    boolean isCut(RequestDetail detail) {
        return detail.metadata() != null
                && (!shown.contains(UserText.codeBlock(detail.metadata().prompt()))
                        || !shown.contains(
                                UserText.codeBlock(
                                        detail.metadata().negativePrompt() == null
                                                ? ""
                                                : detail.metadata().negativePrompt())));
    }

    private static String withoutResult(String top, RequestDetail detail) {
        var message = detail.errorMessage();
        return top
                + "\n> "
                + UserText.escape(UserText.cut(detail.originalInstruction(), 800))
                + (message == null ? "" : "\n-# " + UserText.escape(UserText.cut(message, 800)));
    }

    private static String complete(RequestDetail detail, Texts texts) {
        var metadata = detail.metadata();
        var lines = new ArrayList<String>();
        lines.add(texts.get(Key.DETAILS_REQUEST) + ": " + detail.requestId());
        lines.add(texts.get(Key.DETAILS_INSTRUCTION) + ":\n" + detail.originalInstruction());
        if (metadata != null) {
            lines.add(texts.get(Key.RESULT_PROMPT) + ":\n" + metadata.prompt());
            lines.add(
                    texts.get(Key.RESULT_NEGATIVE)
                            + ":\n"
                            + (metadata.negativePrompt() == null ? "" : metadata.negativePrompt()));
        }
        return String.join("\n\n", lines) + "\n";
    }

    private static String line(Key key, String value, Texts texts) {
        return List.of("**" + texts.get(key) + "**", value).stream()
                .collect(Collectors.joining(" "));
    }
}
