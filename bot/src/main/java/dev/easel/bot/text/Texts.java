package dev.easel.bot.text;

import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.work.Provenance;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The texts of one language: Japanese for every locale that starts with ja, else English. */
public final class Texts {
    static final String BUNDLE = "dev.easel.bot.text.texts";

    public static final Texts ENGLISH = new Texts(Locale.ROOT);
    public static final Texts JAPANESE = new Texts(Locale.JAPANESE);

    /** What happened, why, and what the reader can do about it. */
    public record Explanation(String what, String why, String remedy) {}

    /** A command that a text names, and perhaps its subcommand. */
    private static final Pattern COMMAND =
            Pattern.compile("(?<![\\p{L}\\p{N}/.])/([a-z]++)(?: ([a-z]++))?(?![a-z0-9/])");

    private final ResourceBundle bundle;

    private Texts(Locale locale) {
        // Without this control a missing language would fall back to the machine's own.
        var control = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);
        this.bundle = ResourceBundle.getBundle(BUNDLE, locale, control);
    }

    public static Texts of(@Nullable String locale) {
        return locale != null && locale.toLowerCase(Locale.ROOT).startsWith("ja")
                ? JAPANESE
                : ENGLISH;
    }

    /** The text with {@code {0}}, {@code {1}} … replaced; arguments are never read as patterns. */
    public String get(Key key, Object... arguments) {
        return fill(string(key.key()), arguments);
    }

    /** A text for users with the id that leads whoever runs Easel to the log lines. */
    public String withId(String text, String id) {
        return text + "\n-# " + get(Key.ERROR_ID, "`" + id + "`");
    }

    /** One sentence on a state or a failure, for the card; words of a newer peer have none. */
    public Optional<String> sentence(@Nullable String reason) {
        return reason == null
                ? Optional.empty()
                : find("reason." + reason).or(() -> find("reason." + reason + ".what"));
    }

    /**
     * Explains a failure; an unknown word is explained as an internal error. Where the concrete
     * values are known, the sentences name them.
     */
    public Explanation explanation(String reason, Concrete values) {
        var base =
                find("reason." + reason + ".what").isPresent()
                        ? "reason." + reason
                        : "reason." + Reason.INTERNAL_ERROR.word();
        return new Explanation(
                string(base + ".what"),
                fullest(base + ".why", values),
                fullest(base + ".do", values));
    }

    /** The sentence with all of its places filled, else the one that has none. */
    private String fullest(String key, Concrete values) {
        return values.sentences().entrySet().stream()
                .flatMap(e ->
                        find(key + "." + e.getKey()).stream()
                                .map(s -> fill(s, e.getValue().toArray())))
                .findFirst()
                .orElseGet(() -> string(key));
    }

    /** The word for a setting, however api spells it; one of a newer peer is shown as it is. */
    public String field(String name) {
        var bare = name.replaceFirst("^default_", "").replaceFirst("[\\[.].*$", "");
        return switch (bare) {
            case "instruction" -> get(Key.DETAILS_INSTRUCTION);
            case "prompt" -> get(Key.RESULT_PROMPT);
            case "negative_prompt" -> get(Key.RESULT_NEGATIVE);
            case "model" -> get(Key.RESULT_MODEL);
            case "loras", "lora", "lora_list" -> get(Key.RESULT_LORAS);
            case "steps" -> get(Key.RESULT_STEPS);
            case "cfg_scale" -> get(Key.RESULT_CFG);
            case "sampler" -> get(Key.RESULT_SAMPLER);
            case "scheduler" -> get(Key.RESULT_SCHEDULER);
            case "seed" -> get(Key.RESULT_SEED);
            case "width" -> get(Key.FIELD_WIDTH);
            case "height" -> get(Key.FIELD_HEIGHT);
            case "image_count" -> get(Key.RESULT_COUNT);
            case "prompt_suffix" -> get(Key.FIELD_SUFFIX);
            default -> UserText.escape(name);
        };
    }

    /** Who or what decided a setting. */
    public String provenance(Provenance origin) {
        return switch (origin) {
            case REQUEST -> get(Key.FROM_REQUEST);
            case INSTRUCTION -> get(Key.FROM_INSTRUCTION);
            case PREVIOUS_GENERATION -> get(Key.FROM_PREVIOUS);
            case USER -> get(Key.SETTINGS_FROM_USER);
            case GUILD -> get(Key.SETTINGS_FROM_GUILD);
            case INSTALLATION -> get(Key.SETTINGS_FROM_INSTALLATION);
            case LANGUAGE_MODEL -> get(Key.FROM_LANGUAGE_MODEL);
            case BACK_END -> get(Key.FROM_BACK_END);
            case RANDOM -> get(Key.FROM_CHANCE);
        };
    }

    /** A permission as Discord's clients call it, by JDA's name for it. */
    public Optional<String> permission(String name) {
        return find("permission." + name);
    }

    /** A text of the commands as Discord shows them, by JDA's own key. */
    public Optional<String> command(String key) {
        return find("command." + key);
    }

    /** A number of bytes, as people read it. */
    public String size(long bytes) {
        var mebibytes = bytes / (double) (1 << 20);
        return String.format(Locale.ROOT, "%.1f", mebibytes).replaceFirst("\\.0$", "") + " MiB";
    }

    /** As {@link #duration}, and what is shorter than ten seconds to a tenth of one. */
    public String exactDuration(Duration duration) {
        return duration.toSeconds() >= 10
                ? duration(duration)
                : get(
                        Key.DURATION_SECONDS,
                        String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0));
    }

    public String duration(Duration duration) {
        var seconds = Math.max(1, duration.toSeconds());
        if (seconds < 60) {
            return get(Key.DURATION_SECONDS, seconds);
        }
        if (seconds < 3600) {
            return seconds % 60 == 0
                    ? get(Key.DURATION_WHOLE_MINUTES, seconds / 60)
                    : get(Key.DURATION_MINUTES, seconds / 60, seconds % 60);
        }
        var minutes = seconds / 60;
        return minutes % 60 == 0
                ? get(Key.DURATION_WHOLE_HOURS, minutes / 60)
                : get(Key.DURATION_HOURS, minutes / 60, minutes % 60);
    }

    private Optional<String> find(String key) {
        return bundle.containsKey(key) ? Optional.of(string(key)) : Optional.empty();
    }

    /** Clients show commands by their localised names, so texts name them by those too. */
    private String string(String key) {
        return COMMAND.matcher(bundle.getString(key))
                .replaceAll(m -> Matcher.quoteReplacement(shown(m.group(1), m.group(2))));
    }

    private String shown(String command, @Nullable String word) {
        var name = "/" + named("command." + command, command);
        return word == null ? name : name + " " + named("command." + command + "." + word, word);
    }

    private String named(String path, String otherwise) {
        var key = path + ".name";
        return bundle.containsKey(key) ? bundle.getString(key) : otherwise;
    }

    private static String fill(String text, Object... arguments) {
        var filled = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            int index = at + 2 < text.length() ? text.charAt(at + 1) - '0' : -1;
            boolean placeholder =
                    text.charAt(at) == '{'
                            && index >= 0
                            && index < arguments.length
                            && text.charAt(at + 2) == '}';
            if (placeholder) {
                filled.append(arguments[index]);
                at += 2;
            } else {
                filled.append(text.charAt(at));
            }
        }
        return filled.toString();
    }
}
