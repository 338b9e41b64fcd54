package dev.easel.bot.text;

import dev.easel.crds.v1alpha1.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.jspecify.annotations.Nullable;

/** The texts of one language: Japanese for every locale that starts with ja, else English. */
public final class Texts {
    static final String BUNDLE = "dev.easel.bot.text.texts";

    public static final Texts ENGLISH = new Texts(Locale.ROOT);
    public static final Texts JAPANESE = new Texts(Locale.JAPANESE);

    /** What happened, why, and what the reader can do about it. */
    public record Explanation(String what, String why, String remedy) {}

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
        return fill(bundle.getString(key.key()), arguments);
    }

    /** One sentence on a state or a failure, for the card; words of a newer peer have none. */
    public Optional<String> sentence(@Nullable String reason) {
        return reason == null
                ? Optional.empty()
                : find("reason." + reason).or(() -> find("reason." + reason + ".what"));
    }

    /** Explains a failure; an unknown word is explained as an internal error. */
    public Explanation explanation(String reason) {
        var base =
                find("reason." + reason + ".what").isPresent()
                        ? "reason." + reason
                        : "reason." + Reason.INTERNAL_ERROR.word();
        return new Explanation(
                bundle.getString(base + ".what"),
                bundle.getString(base + ".why"),
                bundle.getString(base + ".do"));
    }

    /** A permission as Discord's clients call it, by JDA's name for it. */
    public Optional<String> permission(String name) {
        return find("permission." + name);
    }

    /** A text of the commands as Discord shows them, by JDA's own key. */
    public Optional<String> command(String key) {
        return find("command." + key);
    }

    public String duration(Duration duration) {
        var seconds = Math.max(1, duration.toSeconds());
        return seconds < 60
                ? get(Key.DURATION_SECONDS, seconds)
                : get(Key.DURATION_MINUTES, seconds / 60, seconds % 60);
    }

    private Optional<String> find(String key) {
        return bundle.containsKey(key) ? Optional.of(bundle.getString(key)) : Optional.empty();
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
