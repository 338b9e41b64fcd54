package dev.easel.bot.command;

import dev.easel.bot.live.Catalogue;
import dev.easel.bot.text.Concrete;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.ModelList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a model that someone names is installed, as far as api says so while Discord waits for an
 * answer. Without a word from api the request goes on: acceptance checks it again.
 */
record ModelCheck(Catalogue catalogue) {
    private static final Duration MAX = Duration.ofMillis(800);
    private static final String HASH = "[0-9a-f]{8,64}";

    Optional<String> problem(String model, Texts texts) {
        // A name that was installed a minute ago may be gone, but nobody should wait for that.
        if (isAmong(catalogue.models(), model)) {
            return Optional.empty();
        }
        return catalogue
                .modelsNow(MAX)
                .filter(installed -> !isAmong(installed, model))
                .map(installed -> refusal(installed, model, texts));
    }

    /**
     * Back ends know a model by its name, its file and its hash, of which api lists the first two.
     */
    static boolean isAmong(List<ModelList.Model> models, String model) {
        var wanted = stem(model);
        return wanted.matches(HASH)
                || models.stream()
                        .flatMap(m -> Stream.of(m.name(), m.file() == null ? m.name() : m.file()))
                        .anyMatch(name -> stem(name).equals(wanted));
    }

    /** Without folder, ending and the hash in brackets that AUTOMATIC1111 shows. */
    private static String stem(String name) {
        return Suggestions.fold(name)
                .replaceFirst("\\s*\\[[0-9a-f]+\\]$", "")
                .replaceFirst("^.*[/\\\\]", "")
                .replaceFirst("\\.(safetensors|ckpt|pt|gguf)$", "");
    }

    private static String refusal(List<ModelList.Model> installed, String model, Texts texts) {
        var kind = texts.get(Key.KIND_MODEL);
        var shown = UserText.code(model);
        var names = installed.stream().map(ModelList.Model::name).toList();
        var nearest = Suggestions.of(names, model);
        return nearest.isEmpty()
                ? texts.get(Key.ERROR_NAME_UNLIKE, kind, shown)
                : texts.get(
                        Key.ERROR_NAME,
                        kind,
                        shown,
                        Concrete.names(String.join("\n", nearest), texts));
    }
}
