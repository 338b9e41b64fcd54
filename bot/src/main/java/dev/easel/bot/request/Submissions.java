package dev.easel.bot.request;

import dev.easel.bot.request.Requests.Creation;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.GenerationRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands new requests over, as often as it takes, and says in words why one was not taken. */
public final class Submissions {
    private static final Logger log = LoggerFactory.getLogger(Submissions.class);

    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** What became of it. */
    public sealed interface Outcome {
        record Taken() implements Outcome {}

        record Failed(String explanation) implements Outcome {}
    }

    private final Requests requests;

    public Submissions(Requests requests) {
        this.requests = requests;
    }

    public Outcome submit(GenerationRequest request, Texts texts) {
        var name = request.getMetadata().getName();
        return switch (created(request)) {
            case Creation.Exists(var existing) -> {
                log.atInfo()
                        .addKeyValue("request.id", existing.getMetadata().getUid())
                        .addKeyValue("request.name", name)
                        .addKeyValue("action", existing.getSpec().action())
                        .log("generation request created");
                yield new Outcome.Taken();
            }
            case Creation.Full() -> {
                log.atWarn().addKeyValue("request.name", name).log("no room for another request");
                yield new Outcome.Failed(texts.withId(texts.get(Key.ERROR_QUEUE), name));
            }
            case Creation.Refused(var fields) -> {
                log.atWarn()
                        .addKeyValue("request.name", name)
                        .addKeyValue("fields", fields)
                        .log("generation request refused");
                yield new Outcome.Failed(refusal(fields, name, texts));
            }
            case Creation.Unreachable(var cause) -> {
                log.atError()
                        .addKeyValue("request.name", name)
                        .addKeyValue("status", cause.getCode())
                        .log("generation request not created");
                yield new Outcome.Failed(texts.get(Key.ERROR_CREATE, name));
            }
        };
    }

    private static String refusal(List<String> fields, String name, Texts texts) {
        if (fields.isEmpty()) {
            return texts.get(Key.ERROR_REFUSED_OTHER, name);
        }
        var words =
                fields.stream()
                        .map(f -> texts.field(setting(f)))
                        .distinct()
                        .collect(Collectors.joining(texts.get(Key.LIST_COMMA)));
        return texts.get(Key.ERROR_REFUSED, words, name);
    }

    /**
     * The setting that a field of the resource holds: image_count for spec.parameters.imageCount.
     */
    private static String setting(String field) {
        return field.replaceFirst("\\[.*$", "")
                .replaceFirst("^.*\\.", "")
                .replaceAll("([A-Z])", "_$1")
                .toLowerCase(Locale.ROOT);
    }

    /** A repeat is harmless: the name makes it the same request. */
    private Creation created(GenerationRequest request) {
        for (int attempt = 1; ; attempt++) {
            var creation = requests.create(request);
            if (!(creation instanceof Creation.Unreachable) || attempt == TRIES) {
                return creation;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return creation;
            }
        }
    }
}
