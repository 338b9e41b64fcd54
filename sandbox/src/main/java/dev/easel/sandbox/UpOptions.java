package dev.easel.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./easel up} was told.
 *
 * @param context a cluster of the user's kubeconfig instead of a node of our own
 */
public record UpOptions(
        @Nullable String context,
        @Nullable URI automatic1111,
        @Nullable URI ollama,
        @Nullable String ollamaModel,
        @Nullable Path discordTokenFile,
        @Nullable URI searxng) {

    static final String USAGE =
            "--context NAME, --automatic1111 URL, --ollama URL,"
                    + " --ollama-model NAME, --discord-token-file FILE, --searxng URL";

    /** Throws with a sentence that says what is wrong. */
    public static UpOptions parse(List<String> arguments) {
        String context = null;
        URI automatic1111 = null;
        URI ollama = null;
        String ollamaModel = null;
        Path discordTokenFile = null;
        URI searxng = null;
        var rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            var option = rest.removeFirst();
            switch (option) {
                case "--context" -> context = value(option, rest);
                case "--automatic1111" -> automatic1111 = url(option, value(option, rest));
                case "--ollama" -> ollama = url(option, value(option, rest));
                case "--ollama-model" -> ollamaModel = value(option, rest);
                case "--discord-token-file" ->
                        discordTokenFile = Path.of(value(option, rest)).toAbsolutePath();
                case "--searxng" -> searxng = url(option, value(option, rest));
                default ->
                        throw new IllegalArgumentException(
                                "up does not know " + option + "; it knows " + USAGE);
            }
        }
        if (ollama != null && ollamaModel == null) {
            throw new IllegalArgumentException(
                    "--ollama needs --ollama-model NAME: `ollama list` shows what is there");
        }
        return new UpOptions(
                context, automatic1111, ollama, ollamaModel, discordTokenFile, searxng);
    }

    /** The same options as arguments, for the supervisor. */
    List<String> arguments() {
        var words = new ArrayList<String>();
        add(words, "--context", context);
        add(words, "--automatic1111", automatic1111);
        add(words, "--ollama", ollama);
        add(words, "--ollama-model", ollamaModel);
        add(words, "--discord-token-file", discordTokenFile);
        add(words, "--searxng", searxng);
        return words;
    }

    private static void add(List<String> words, String option, @Nullable Object value) {
        if (value != null) {
            words.add(option);
            words.add(value.toString());
        }
    }

    private static String value(String option, List<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.removeFirst();
    }

    private static URI url(String option, String text) {
        if (!text.matches("https?://[^/]+.*")) {
            throw new IllegalArgumentException(
                    option + " needs an address like http://192.168.1.5:7860, not " + text);
        }
        return URI.create(text);
    }
}
