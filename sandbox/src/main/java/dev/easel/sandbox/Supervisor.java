package dev.easel.sandbox;

import dev.easel.sandbox.cluster.Checkout;
import dev.easel.sandbox.cluster.ClusterFailure;
import dev.easel.sandbox.cluster.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The process that stays behind when {@code ./easel up} returns. It starts the parts, writes down
 * how to reach them, and takes them away when it is asked to end.
 */
public final class Supervisor {
    /** The last line of the progress file when starting failed. */
    static final String FAILED = "failed: ";

    private static final Duration TEND_EVERY = Duration.ofSeconds(10);

    private Supervisor() {}

    static void main(String[] args) throws Exception {
        var layout = Layout.of(new Checkout(Path.of(args[0])), System.getenv());
        var options = UpOptions.parse(Arrays.asList(args).subList(1, args.length));
        Consumer<String> progress = line -> append(layout.progress(), line);
        var parts = new Parts(options, layout, progress);
        var end = new Thread(() -> finish(parts, layout));
        try {
            Runtime.getRuntime().addShutdownHook(end);
            parts.start().write(layout);
        } catch (Throwable e) {
            // A server's threads would keep this process, and whoever waits for it, going.
            e.printStackTrace();
            append(
                    layout.progress(),
                    FAILED + (e instanceof ClusterFailure ? e.getMessage() : e.toString()));
            System.exit(1);
        }
        while (true) {
            Thread.sleep(TEND_EVERY);
            try {
                parts.tend();
            } catch (IOException | RuntimeException e) {
                // The API server may be away for a while; the next round looks again.
                System.err.println("cannot tend the node: " + e.getMessage());
            }
        }
    }

    /** The supervisor of this checkout, if one runs. */
    static Optional<ProcessIdentity> running(Layout layout) throws IOException {
        if (!Files.exists(layout.supervisor())) {
            return Optional.empty();
        }
        return ProcessIdentity.parse(Files.readString(layout.supervisor()))
                .filter(ProcessIdentity::alive);
    }

    /** The arguments with which the supervisor of this checkout was launched. */
    static List<String> optionsOfRunning(Layout layout) throws IOException {
        return Files.exists(layout.options()) ? Files.readAllLines(layout.options()) : List.of();
    }

    /** Starts one in a session of its own, so that closing the terminal does not end it. */
    static ProcessIdentity launch(Layout layout, UpOptions options) throws IOException {
        Files.createDirectories(layout.logs());
        Files.deleteIfExists(layout.progress());
        Files.createFile(layout.progress());
        var command =
                new ArrayList<>(
                        List.of(
                                "setsid",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx768m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dlogback.configurationFile=logback-sandbox.xml",
                                Supervisor.class.getName(),
                                layout.checkout().root().toString()));
        command.addAll(options.arguments());
        var builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", ownClassPath(layout));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(layout.logs().resolve("supervisor.log").toFile());
        var process = builder.start();
        var identity =
                ProcessIdentity.of("supervisor", process.pid())
                        .orElseThrow(() -> new IOException("the supervisor ended at once"));
        Files.writeString(layout.supervisor(), identity.line());
        Files.write(layout.options(), options.arguments());
        return identity;
    }

    private static void finish(Parts parts, Layout layout) {
        try {
            parts.close();
            Files.deleteIfExists(layout.sandbox());
            Files.deleteIfExists(layout.supervisor());
        } catch (IOException | RuntimeException e) {
            // "down" clears what is left and says so if it cannot.
            e.printStackTrace();
        }
    }

    /** Copies what the next build may replace; jars of the Maven repository never change. */
    private static String ownClassPath(Layout layout) throws IOException {
        Files.createDirectories(layout.jars());
        var copied = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(":", -1)) {
            var path = Path.of(entry).toAbsolutePath();
            if (path.startsWith(layout.checkout().root()) && Files.isRegularFile(path)) {
                var copy = layout.jars().resolve(path.getFileName());
                Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
                copied.add(copy.toString());
            } else {
                copied.add(entry);
            }
        }
        return String.join(":", copied);
    }

    private static void append(Path file, String line) {
        System.out.println(line);
        try {
            Files.writeString(
                    file,
                    line.replace("\n", "\n  ") + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            e.printStackTrace();
        }
    }
}
