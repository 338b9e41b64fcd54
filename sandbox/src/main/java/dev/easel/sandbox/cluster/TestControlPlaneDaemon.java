package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Holds a control plane for as long as the owner lives. The owner is the JVM that Maven runs in,
 * since test JVMs come and go with each module; without Maven it is the test JVM.
 *
 * <p>Its directory, named by the owner's pid and start time, holds the ledger, the certificates,
 * the data and the logs. It is removed at the end; one that was left by a killed daemon is cleared
 * away by the next daemon that starts.
 */
final class TestControlPlaneDaemon {
    private static final String PREFIX = "easel-test-control-plane-";
    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private TestControlPlaneDaemon() {}

    /** The directory of the ready control plane of this JVM's owner. */
    static Path ensure() throws IOException {
        var owner = owner();
        var directory = directory(owner);
        var lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
        try (var channel =
                        FileChannel.open(
                                lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!running(directory)) {
                launch(owner, directory);
            }
        }
        return directory;
    }

    static Path directory(ProcessIdentity owner) {
        return temporary().resolve(PREFIX + owner.pid() + "-" + owner.startTicks());
    }

    private static boolean running(Path directory) throws IOException {
        var ledger = Processes.recorded(ledger(directory));
        return Files.exists(ready(directory))
                && !ledger.isEmpty()
                && ledger.stream().allMatch(ProcessIdentity::alive);
    }

    private static void launch(ProcessIdentity owner, Path directory) throws IOException {
        clearLeftovers();
        clear(directory);
        Files.createDirectories(directory);
        var checkout = Checkout.current();
        ClusterBinary.ensure(checkout, System.getenv(), System.out::println);
        var log = directory.resolve("daemon.log");
        var builder =
                new ProcessBuilder(
                        "setsid",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        TestControlPlaneDaemon.class.getName(),
                        owner.line(),
                        directory.toString(),
                        checkout.root().toString());
        builder.environment().put("CLASSPATH", classPath());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        var daemon = builder.start();
        boolean settled =
                Patience.holds(
                        START_MAX, () -> Files.exists(ready(directory)) || !daemon.isAlive());
        if (!settled || !Files.exists(ready(directory))) {
            daemon.destroy();
            var said = Files.exists(log) ? Files.readString(log) : "nothing";
            throw new ClusterFailure("the test control plane did not start; it said:\n" + said);
        }
    }

    /** Surefire hides the real class path behind a jar that only lists it. */
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path", ""));
    }

    static void main(String[] args) throws Exception {
        var owner = ProcessIdentity.parse(args[0]).orElseThrow();
        var directory = Path.of(args[1]);
        var binary =
                ClusterBinary.ensure(
                        new Checkout(Path.of(args[2])), System.getenv(), System.out::println);
        var processes = new Processes(ledger(directory), directory.resolve("logs"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(directory)));
        processes.remember(ProcessIdentity.self("daemon"));
        ControlPlane.start(
                binary, new ControlPlane.Spec(directory, "127.0.0.1", 0, true, false), processes);
        Files.createFile(ready(directory));
        while (owner.alive()) {
            Thread.sleep(LOOK_EVERY);
        }
        System.exit(0);
    }

    private static void finish(Path directory) {
        try {
            Processes.stopAll(ledger(directory));
            Directories.deleteRecursively(directory);
            Files.deleteIfExists(directory.resolveSibling(directory.getFileName() + ".lock"));
        } catch (IOException e) {
            // The next daemon tries again; there is nobody to tell here.
            e.printStackTrace();
        }
    }

    /** What daemons left behind that were killed without a chance to clear up. */
    private static void clearLeftovers() throws IOException {
        List<Path> directories;
        try (var found = Files.newDirectoryStream(temporary(), PREFIX + "*")) {
            directories = StreamSupport.stream(found.spliterator(), false).toList();
        }
        for (var directory : directories) {
            if (Files.isDirectory(directory) && ownerOf(directory).isEmpty()) {
                clear(directory);
                Files.deleteIfExists(directory.resolveSibling(directory.getFileName() + ".lock"));
            }
        }
    }

    /** The living owner that a directory's name tells. */
    private static Optional<ProcessIdentity> ownerOf(Path directory) {
        var parts = directory.getFileName().toString().substring(PREFIX.length()).split("-", -1);
        return ProcessIdentity.parse("owner " + String.join(" ", parts))
                .filter(ProcessIdentity::alive);
    }

    private static void clear(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            Processes.stopAll(ledger(directory));
            Directories.deleteRecursively(directory);
        }
    }

    /** Maven's JVM if this JVM descends from it. */
    private static ProcessIdentity owner() {
        var at = Optional.of(ProcessHandle.current());
        while (at.isPresent()) {
            if (isMaven(at.get().pid())) {
                return ProcessIdentity.of("owner", at.get().pid()).orElseThrow();
            }
            at = at.get().parent();
        }
        return ProcessIdentity.self("owner");
    }

    private static boolean isMaven(long pid) {
        try {
            var words =
                    Files.readString(
                                    Path.of("/proc", Long.toString(pid), "cmdline"),
                                    StandardCharsets.ISO_8859_1)
                            .split("\0", -1);
            return List.of(words).contains("org.codehaus.plexus.classworlds.launcher.Launcher");
        } catch (IOException _) {
            return false;
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static Path ledger(Path directory) {
        return directory.resolve("processes");
    }

    private static Path ready(Path directory) {
        return directory.resolve("ready");
    }
}
