package dev.easel.bot.command;

import dev.easel.bot.delivery.Extras;
import dev.easel.bot.delivery.ResultText;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestDetail.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything Easel knows of one request, for whoever pressed Details.
 *
 * @param shown as much as Discord takes, the most useful first
 * @param complete all of it as a plain text, for a file
 * @param cut whether something is only in the file
 */
record Details(String shown, String complete, boolean cut) {
    private static final int CHARS_MAX = 4000;
    private static final int BYTES_MAX = 9000;

    /** What the parts after the prompts may count on. */
    private static final int RESERVE_CHARS = 200;

    private static final int TECHNICAL_CHARS_MAX = 800;

    private static final Duration MOMENT = Duration.ofMillis(100);

    static Details of(RequestDetail detail, @Nullable GenerationRequest request, Texts texts) {
        var top = String.join("\n", head(detail, request, texts));
        var body =
                detail.metadata() == null
                        ? "> " + UserText.escape(UserText.cut(detail.originalInstruction(), 800))
                        : ResultText.of(
                                detail, true, "", top.length() + RESERVE_CHARS, Extras.NONE, texts);
        var shown = new StringBuilder(top).append('\n').append(body.stripTrailing());
        var more = "\n-# " + texts.get(Key.DETAILS_MORE);
        boolean cut = body.contains(texts.get(Key.RESULT_CUT));
        var parts = parts(detail, request, texts);
        for (var part : parts) {
            var grown = shown + "\n" + part + more;
            if (grown.length() <= CHARS_MAX && UserText.bytes(grown) <= BYTES_MAX) {
                shown.append('\n').append(part);
            } else {
                cut = true;
            }
        }
        return new Details(
                cut ? shown + more : shown.toString(), complete(detail, top, parts, texts), cut);
    }

    private static List<String> head(
            RequestDetail detail, @Nullable GenerationRequest request, Texts texts) {
        var head = new ArrayList<String>();
        head.add("### " + texts.get(Key.DETAILS_TITLE));
        head.add(line(Key.DETAILS_REQUEST, "`" + detail.requestId() + "`", texts));
        if (request != null) {
            head.add(line(Key.DETAILS_NAME, UserText.code(request.getMetadata().getName()), texts));
        }
        var created = "<t:" + detail.createdAt().getEpochSecond() + ":F>";
        head.add(line(Key.DETAILS_CREATED, created, texts));
        if (detail.reason() != null) {
            var sentence = texts.sentence(detail.reason()).map(s -> " " + s).orElse("");
            head.add(line(Key.DETAILS_REASON, UserText.code(detail.reason()) + sentence, texts));
        }
        return head;
    }

    /** By use: what people open Details for comes first. */
    private static List<String> parts(
            RequestDetail detail, @Nullable GenerationRequest request, Texts texts) {
        var parts = new ArrayList<String>();
        var message = detail.errorMessage();
        if (message != null) {
            var words = UserText.escape(UserText.cut(message, TECHNICAL_CHARS_MAX));
            parts.add(line(Key.DETAILS_TECHNICAL, words, texts));
        }
        links(detail, texts).ifPresent(parts::add);
        var metadata = detail.metadata();
        if (metadata != null) {
            parts.add(line(Key.DETAILS_WRITER, writer(metadata, texts), texts));
            provenance(metadata, texts).ifPresent(parts::add);
        }
        timings(request, texts).ifPresent(parts::add);
        if (metadata != null) {
            phases(metadata, texts).ifPresent(parts::add);
            derivation(metadata, texts).ifPresent(parts::add);
            if (metadata.modelHash() != null) {
                parts.add(line(Key.DETAILS_HASH, UserText.code(metadata.modelHash()), texts));
            }
            var explanation = metadata.composition().explanation();
            if (explanation != null && !explanation.isBlank()) {
                var words = UserText.escape(UserText.cut(explanation, TECHNICAL_CHARS_MAX));
                parts.add(line(Key.DETAILS_EXPLANATION, words, texts));
            }
        }
        files(detail, texts).ifPresent(parts::add);
        return parts;
    }

    private static Optional<String> links(RequestDetail detail, Texts texts) {
        var links =
                IntStream.range(0, detail.images().size())
                        .filter(i -> detail.images().get(i).link() != null)
                        .mapToObj(i ->
                                "["
                                        + texts.get(Key.DETAILS_IMAGE, i + 1)
                                        + "](<"
                                        + detail.images().get(i).link()
                                        + ">)")
                        .collect(Collectors.joining(" · "));
        return links.isEmpty()
                ? Optional.empty()
                : Optional.of(line(Key.DETAILS_LINKS, links, texts));
    }

    private static String writer(Metadata metadata, Texts texts) {
        var composition = metadata.composition();
        return switch (composition.writer()) {
            case "language_model" ->
                    texts.get(
                            Key.WRITER_LANGUAGE_MODEL,
                            UserText.code(String.valueOf(composition.model())),
                            UserText.code(String.valueOf(composition.promptVersion())));
            case "request" -> texts.get(Key.WRITER_REQUEST);
            case "previous" -> texts.get(Key.WRITER_PREVIOUS);
            case "fallback" -> texts.get(Key.WRITER_FALLBACK);
            default -> UserText.code(composition.writer());
        };
    }

    /** The settings by who decided them. */
    private static Optional<String> provenance(Metadata metadata, Texts texts) {
        var byOrigin =
                metadata.composition().provenance().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getValue,
                                        TreeMap::new,
                                        Collectors.mapping(
                                                e -> texts.field(e.getKey()),
                                                Collectors.joining(texts.get(Key.LIST_COMMA)))));
        if (byOrigin.isEmpty()) {
            return Optional.empty();
        }
        var lines =
                byOrigin.entrySet().stream()
                        .map(e ->
                                "- "
                                        + texts.provenance(e.getKey())
                                        + texts.get(Key.LIST_COLON)
                                        + e.getValue())
                        .collect(Collectors.joining("\n"));
        return Optional.of(line(Key.DETAILS_PROVENANCE, "\n" + lines, texts));
    }

    /** Waiting and work apart, as far as the resource is still there to tell. */
    private static Optional<String> timings(@Nullable GenerationRequest request, Texts texts) {
        var status = request == null ? null : request.getStatus();
        if (request == null || status == null || status.startTime() == null) {
            return Optional.empty();
        }
        var start = Instant.parse(status.startTime());
        var created = Instant.parse(request.getMetadata().getCreationTimestamp());
        var words = new ArrayList<String>();
        words.add(texts.get(Key.DETAILS_WAITED, duration(created, start, texts)));
        if (status.completionTime() != null) {
            var end = Instant.parse(status.completionTime());
            words.add(texts.get(Key.DETAILS_WORKED, duration(start, end, texts)));
        }
        return Optional.of(line(Key.DETAILS_TIMINGS, String.join(" · ", words), texts));
    }

    private static String duration(Instant from, Instant to, Texts texts) {
        return texts.duration(Duration.between(from, to));
    }

    /** In the order of the work; what took less than a moment is not worth a word. */
    private static Optional<String> phases(Metadata metadata, Texts texts) {
        var words =
                Arrays.stream(Phase.values())
                        .flatMap(phase ->
                                metadata
                                        .spentOn(phase)
                                        .filter(spent -> spent.compareTo(MOMENT) >= 0)
                                        .map(spent -> spent(phase, spent, texts))
                                        .stream())
                        .collect(Collectors.joining(" · "));
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(line(Key.DETAILS_PHASES, words, texts));
    }

    private static String spent(Phase phase, Duration time, Texts texts) {
        var key =
                switch (phase) {
                    case CLAIMING -> Key.SPENT_CLAIMING;
                    case RESEARCHING -> Key.SPENT_RESEARCHING;
                    case COMPOSING -> Key.SPENT_COMPOSING;
                    case FREEING_MEMORY -> Key.SPENT_FREEING;
                    case RENDERING -> Key.SPENT_RENDERING;
                    case STORING -> Key.SPENT_STORING;
                    case FINISHED -> Key.SPENT_FINISHED;
                };
        return texts.get(key) + " " + texts.exactDuration(time);
    }

    private static Optional<String> derivation(Metadata metadata, Texts texts) {
        var derivation = metadata.derivation();
        if (derivation == null) {
            return Optional.empty();
        }
        var words = new ArrayList<String>();
        words.add("`" + derivation.requestId().toString().substring(0, 8) + "`");
        words.add(texts.get(Key.DETAILS_IMAGE, derivation.imageIndex() + 1));
        if (derivation.upscaler() != null) {
            words.add(UserText.code(derivation.upscaler()));
        }
        if (derivation.scale() != null) {
            words.add("×" + derivation.scale().toPlainString());
        }
        if (derivation.denoisingStrength() != null) {
            words.add("denoising " + derivation.denoisingStrength().toPlainString());
        }
        return Optional.of(line(Key.DETAILS_DERIVATION, String.join(" · ", words), texts));
    }

    private static Optional<String> files(RequestDetail detail, Texts texts) {
        var files =
                detail.images().stream()
                        .map(i -> "`" + i.seed() + "` `" + i.sha256() + "`")
                        .collect(Collectors.joining("\n"));
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(line(Key.DETAILS_FILES, "\n" + files, texts));
    }

    private static String complete(
            RequestDetail detail, String top, List<String> parts, Texts texts) {
        var metadata = detail.metadata();
        var blocks = new ArrayList<String>();
        blocks.add(top);
        blocks.add(texts.get(Key.DETAILS_INSTRUCTION) + ":\n" + detail.originalInstruction());
        if (metadata != null) {
            blocks.add(texts.get(Key.RESULT_PROMPT) + ":\n" + metadata.prompt());
            var negative = metadata.negativePrompt();
            blocks.add(texts.get(Key.RESULT_NEGATIVE) + ":\n" + (negative == null ? "" : negative));
            var research = metadata.research();
            if (research != null) {
                blocks.add(
                        texts.get(Key.RESULT_RESEARCH)
                                + "\n"
                                + (research.summary() == null ? "" : research.summary()));
                research.sources().forEach(s -> blocks.add(s.title() + "\n" + s.url()));
            }
        }
        blocks.addAll(parts);
        return String.join("\n\n", blocks) + "\n";
    }

    private static String line(Key key, String value, Texts texts) {
        return "**" + texts.get(key) + "** " + value;
    }
}
