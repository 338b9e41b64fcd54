package dev.easel.sandbox.cli;

import dev.easel.protocol.client.GenerateInput;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was asked on the command line.
 *
 * @param action the verb as the API spells it
 * @param from the earlier request to start from; absent means the terminal's latest
 * @param imageIndex which of its pictures, from 0
 */
public record GenerateOptions(
        String action,
        @Nullable String instruction,
        @Nullable UUID from,
        @Nullable Integer imageIndex,
        boolean research,
        Path directory,
        GenerateInput.Parameters parameters) {
    static final String TENANT = "sandbox";
    static final String THREAD = "terminal";

    private static final Set<String> VERBS =
            Set.of("generate", "refine", "restore", "reroll", "vary", "upscale", "replay");
    private static final Set<String> WITH_SENTENCE = Set.of("Generate", "Refine");

    /** Whether the verb makes pictures. */
    public static boolean isVerb(String verb) {
        return VERBS.contains(verb);
    }

    /** Understands the arguments after the verb; throws with a sentence that says what is wrong. */
    public static GenerateOptions parse(String verb, List<String> arguments) {
        var read = new Reader(arguments);
        var action = verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1);
        if (WITH_SENTENCE.contains(action) && read.instruction == null) {
            throw new IllegalArgumentException(
                    action.equals("Generate")
                            ? "say what to make: easel generate \"a red fox\""
                            : "say what to change: easel refine \"brighter, and let her smile\"");
        }
        if (!WITH_SENTENCE.contains(action) && read.instruction != null) {
            throw new IllegalArgumentException(verb + " takes no sentence; see easel refine");
        }
        if (action.equals("Generate") && (read.from != null || read.image != null)) {
            throw new IllegalArgumentException(
                    "generate starts afresh: --from and --image are for refine and the like");
        }
        return new GenerateOptions(
                action,
                read.instruction,
                read.from,
                read.image,
                read.research,
                read.directory,
                read.parameters());
    }

    /** Refine and Restore find theirs by the thread; the others must name it. */
    boolean needsSource() {
        return !action.equals("Generate")
                && (imageIndex != null || !Set.of("Refine", "Restore").contains(action));
    }

    GenerateInput input(@Nullable UUID source) {
        return new GenerateInput(
                TENANT,
                System.getProperty("user.name"),
                THREAD,
                instruction,
                research,
                System.getProperty("user.language"),
                null,
                parameters,
                action,
                source == null ? null : new GenerateInput.Source(source, imageIndex));
    }

    private static final class Reader {
        private @Nullable String instruction;
        private @Nullable UUID from;
        private @Nullable Integer image;
        private boolean research;
        private Path directory = Path.of("out");
        private @Nullable Integer steps;
        private @Nullable Integer width;
        private @Nullable Integer height;
        private @Nullable Integer count;
        private @Nullable Long seed;
        private @Nullable String model;
        private @Nullable BigDecimal cfgScale;

        Reader(List<String> arguments) {
            var rest = new ArrayList<>(arguments);
            while (!rest.isEmpty()) {
                read(rest.removeFirst(), rest);
            }
        }

        private void read(String argument, List<String> rest) {
            switch (argument) {
                case "--out" -> directory = Path.of(value(argument, rest));
                case "--from" -> from = uuid(argument, rest);
                case "--image" -> image = integer(argument, rest);
                case "--research" -> research = true;
                case "--steps" -> steps = integer(argument, rest);
                case "--width" -> width = integer(argument, rest);
                case "--height" -> height = integer(argument, rest);
                case "--count" -> count = integer(argument, rest);
                case "--seed" -> seed = number(argument, rest);
                case "--model" -> model = value(argument, rest);
                case "--cfg" -> cfgScale = decimal(argument, rest);
                default -> {
                    if (argument.startsWith("--")) {
                        throw new IllegalArgumentException(
                                "unknown option "
                                        + argument
                                        + "; known: --out --steps --cfg --width --height --count"
                                        + " --seed --model --research --from --image");
                    }
                    instruction = instruction == null ? argument : instruction + " " + argument;
                }
            }
        }

        GenerateInput.Parameters parameters() {
            return new GenerateInput.Parameters(
                    null, null, model, null, steps, cfgScale, null, null, seed, width, height,
                    count);
        }

        private static String value(String option, List<String> rest) {
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return rest.removeFirst();
        }

        private static int integer(String option, List<String> rest) {
            var number = number(option, rest);
            if (number != (int) number) {
                throw new IllegalArgumentException(option + " " + number + " is too large");
            }
            return (int) number;
        }

        private static long number(String option, List<String> rest) {
            var text = value(option, rest);
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        option + " needs a whole number, not " + text, e);
            }
        }

        private static BigDecimal decimal(String option, List<String> rest) {
            var text = value(option, rest);
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(option + " needs a number, not " + text, e);
            }
        }

        private static UUID uuid(String option, List<String> rest) {
            var text = value(option, rest);
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        option + " needs the id that easel generate printed, not " + text, e);
            }
        }
    }
}
