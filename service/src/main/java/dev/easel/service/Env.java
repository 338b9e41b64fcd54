package dev.easel.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads configuration from environment variables and collects every problem, so that a bad start
 * names them all at once. Each read answers a supplier that is only valid after {@link
 * #throwIfAnyProblem}. An empty variable counts as absent. Values never appear in a problem: they
 * may be secrets.
 */
public final class Env {
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    public Env(Map<String, String> environment) {
        this.environment = environment;
    }

    public <T> Supplier<T> required(String key, Function<String, T> parse) {
        var text = text(key);
        if (text == null) {
            problems.add(key + " is required");
            return Env::absent;
        }
        return parsed(key, text, parse);
    }

    public <T> Supplier<T> optional(String key, Function<String, T> parse, T absent) {
        var text = text(key);
        return text == null ? () -> absent : parsed(key, text, parse);
    }

    /** Reads a secret from {@code KEY}, or from the file that {@code KEY_FILE} names. */
    public Supplier<Secret> secret(String key) {
        var direct = text(key);
        if (direct != null) {
            return () -> new Secret(direct);
        }
        var file = text(key + "_FILE");
        if (file == null) {
            problems.add(key + " or " + key + "_FILE is required");
            return Env::absent;
        }
        try {
            var content = Files.readString(Path.of(file)).strip();
            if (content.isEmpty()) {
                problems.add(key + "_FILE names an empty file");
            }
            return () -> new Secret(content);
        } catch (IOException e) {
            problems.add(key + "_FILE cannot be read: " + e.getClass().getSimpleName());
            return Env::absent;
        }
    }

    public static Function<String, Integer> between(int min, int max) {
        return text -> {
            try {
                var value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // falls through to the one message
            }
            throw new Expected("a whole number from " + min + " to " + max);
        };
    }

    public void throwIfAnyProblem() {
        if (!problems.isEmpty()) {
            throw new InvalidConfiguration(problems);
        }
    }

    private @Nullable String text(String key) {
        var text = environment.get(key);
        return text == null || text.isBlank() ? null : text.strip();
    }

    private <T> Supplier<T> parsed(String key, String text, Function<String, T> parse) {
        try {
            T value = parse.apply(text);
            return () -> value;
        } catch (RuntimeException e) {
            problems.add(key + " is not valid: expected " + expectation(e));
            return Env::absent;
        }
    }

    private static String expectation(RuntimeException e) {
        return e instanceof Expected expected
                ? String.valueOf(expected.getMessage())
                : "a value of its type (" + e.getClass().getSimpleName() + ")";
    }

    private static <T> T absent() {
        throw new NoSuchElementException("read before throwIfAnyProblem");
    }

    /** A parser's own words on what it would have taken; must not repeat the value. */
    public static final class Expected extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        public Expected(String what) {
            super(what);
        }
    }

    /** The process cannot start; the message lists every problem. */
    public static final class InvalidConfiguration extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        InvalidConfiguration(List<String> problems) {
            super(
                    "configuration has "
                            + problems.size()
                            + " problem(s): "
                            + String.join("; ", problems));
        }
    }
}
