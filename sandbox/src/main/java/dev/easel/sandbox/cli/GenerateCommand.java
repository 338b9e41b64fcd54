package dev.easel.sandbox.cli;

import dev.easel.protocol.client.GenerateInput;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * {@code easel generate "SENTENCE"}: asks, shows the place in the queue and the progress, and
 * writes the pictures.
 */
public final class GenerateCommand {
    private static final int LOST_STREAMS_MAX = 60;

    private final ApiClient api;
    private final PrintStream out;
    private final boolean terminal;

    /**
     * @param terminal whether the line may be rewritten in place
     */
    public GenerateCommand(ApiClient api, PrintStream out, boolean terminal) {
        this.api = api;
        this.out = out;
        this.terminal = terminal;
    }

    /** What was asked on the command line. */
    public record Options(String instruction, Path directory, GenerateInput.Parameters parameters) {
        /**
         * Understands the arguments after the verb; throws with a sentence that says what is wrong.
         */
        public static Options parse(List<String> arguments) {
            String instruction = null;
            var directory = Path.of("out");
            Integer steps = null;
            Integer width = null;
            Integer height = null;
            Integer count = null;
            Long seed = null;
            String model = null;
            var rest = new ArrayList<>(arguments);
            while (!rest.isEmpty()) {
                var argument = rest.removeFirst();
                switch (argument) {
                    case "--out" -> directory = Path.of(value(argument, rest));
                    case "--steps" -> steps = integer(argument, rest);
                    case "--width" -> width = integer(argument, rest);
                    case "--height" -> height = integer(argument, rest);
                    case "--count" -> count = integer(argument, rest);
                    case "--seed" -> seed = number(argument, rest);
                    case "--model" -> model = value(argument, rest);
                    default -> {
                        if (argument.startsWith("--")) {
                            throw new IllegalArgumentException(
                                    "unknown option "
                                            + argument
                                            + "; known: --out --steps --width --height --count"
                                            + " --seed --model");
                        }
                        instruction = instruction == null ? argument : instruction + " " + argument;
                    }
                }
            }
            if (instruction == null) {
                throw new IllegalArgumentException(
                        "say what to make: easel generate \"a red fox\"");
            }
            var parameters =
                    new GenerateInput.Parameters(
                            null, null, model, null, steps, null, null, null, seed, width, height,
                            count);
            return new Options(instruction, directory, parameters);
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
    }

    /** Answers the files that were written; empty if the request failed. */
    public List<Path> run(Options options) throws IOException, InterruptedException {
        var input =
                new GenerateInput(
                        "sandbox",
                        System.getProperty("user.name"),
                        "terminal",
                        options.instruction(),
                        false,
                        System.getProperty("user.language"),
                        null,
                        options.parameters(),
                        null,
                        null);
        var accepted = api.generate(input, UUID.randomUUID().toString());
        out.println("request " + accepted.requestId());
        var detail = await(accepted.requestId());
        if (detail.status() == RequestStatus.FAILED) {
            out.println("failed: " + detail.reason() + ": " + detail.errorMessage());
            return List.of();
        }
        var files = write(detail, options.directory());
        describe(detail, files);
        return files;
    }

    /** Events can break off when api restarts; the request goes on, and so does the following. */
    private RequestDetail await(UUID request) throws IOException, InterruptedException {
        var shown = new AtomicReference<>("");
        for (int lost = 0; ; lost++) {
            try {
                api.follow(request, progress -> show(progress, shown));
                var detail = api.detail(request);
                if (ended(detail)) {
                    finishLine();
                    return detail;
                }
            } catch (ApiClient.Refused e) {
                if (e.status() / 100 == 4) {
                    throw e;
                }
                lose(lost, e);
            } catch (IOException e) {
                lose(lost, e);
            }
            Thread.sleep(1000);
        }
    }

    private static void lose(int lost, IOException e) throws IOException {
        if (lost >= LOST_STREAMS_MAX) {
            throw e;
        }
    }

    private static boolean ended(RequestDetail detail) {
        return detail.status() == RequestStatus.COMPLETED
                || detail.status() == RequestStatus.FAILED;
    }

    private void show(RequestProgress progress, AtomicReference<String> shown) {
        var line = ProgressLine.of(progress);
        if (!line.equals(shown.getAndSet(line))) {
            out.print(terminal ? "\r\u001b[K" + line : line + "\n");
            out.flush();
        }
    }

    private void finishLine() {
        if (terminal) {
            out.println();
        }
    }

    private List<Path> write(RequestDetail detail, Path directory)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var files = new ArrayList<Path>();
        for (var image : detail.images()) {
            var name = detail.requestId().toString().substring(0, 8) + "-" + files.size() + ".png";
            files.add(Files.write(directory.resolve(name), api.image(image.filePath())));
        }
        return files;
    }

    private void describe(RequestDetail detail, List<Path> files) {
        var made = detail.metadata();
        if (made != null) {
            out.println("prompt: " + made.prompt());
            out.println("negative prompt: " + made.negativePrompt());
            out.printf(
                    "%s, %d steps, CFG %s, %s %s, seed %d, %dx%d%n",
                    made.modelName(),
                    made.steps(),
                    made.cfgScale(),
                    made.sampler(),
                    made.scheduler() == null ? "" : made.scheduler(),
                    made.seed(),
                    made.width(),
                    made.height());
        }
        detail.notices().forEach(notice -> out.println("note: " + notice));
        files.forEach(file -> out.println(file));
    }
}
