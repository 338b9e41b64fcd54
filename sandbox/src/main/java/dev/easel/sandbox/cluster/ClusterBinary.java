package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one binary that is every Kubernetes program, and pause. It is built once per content of its
 * sources and flags, into a cache of the user; each program is a link, since the binary looks at
 * the name it was called by.
 */
public record ClusterBinary(Path directory) {
    static final List<String> PROGRAMS =
            List.of(
                    "coredns",
                    "etcd",
                    "kube-apiserver",
                    "kube-controller-manager",
                    "kube-proxy",
                    "kube-scheduler",
                    "kubectl",
                    "kubelet");

    // Without these the API server says that it is v0.0.0, and clients refuse it.
    private static final String LINKER_FLAGS =
            String.join(
                    " ",
                    "-s",
                    "-w",
                    "-X k8s.io/component-base/version.gitVersion=v1.34.4",
                    "-X k8s.io/component-base/version.gitMajor=1",
                    "-X k8s.io/component-base/version.gitMinor=34",
                    "-X k8s.io/client-go/pkg/version.gitVersion=v1.34.4");
    // Reading the commit fails where the checkout belongs to another user, and nobody needs it
    // here.
    private static final List<String> FLAGS =
            List.of("-buildvcs=false", "-ldflags=" + LINKER_FLAGS);
    // The pause image is made from nothing, so it has no C library.
    private static final Map<String, String> PAUSE_ENVIRONMENT = Map.of("CGO_ENABLED", "0");
    private static final String UNFINISHED = "building-";
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    /**
     * Builds it, if need be, before anything else is compiled: {@code ./easel test} starts this
     * source file beside Maven. So what it uses may need nothing but the JDK.
     */
    static void main() {
        ensure(Checkout.current(), System.getenv(), System.out::println);
    }

    public Path program(String name) {
        return directory.resolve(name);
    }

    /** The binary of these sources, built first if this user has not built it yet. */
    public static ClusterBinary ensure(
            Checkout checkout, Map<String, String> environment, Consumer<String> progress) {
        try {
            var sources = checkout.clusterModule();
            var cache = cache(environment);
            var binary = new ClusterBinary(cache.resolve("cluster-" + checksum(sources)));
            if (Files.isDirectory(binary.directory)) {
                return binary;
            }
            Files.createDirectories(cache);
            try (var channel =
                            FileChannel.open(
                                    cache.resolve("cluster.lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!Files.isDirectory(binary.directory)) {
                    build(sources, cache, binary.directory, progress);
                }
            }
            return binary;
        } catch (IOException e) {
            throw new ClusterFailure("cannot keep the cluster binary: " + e.getMessage(), e);
        }
    }

    static Path cache(Map<String, String> environment) {
        var named = environment.get("XDG_CACHE_HOME");
        var base =
                named == null || named.isBlank()
                        ? Path.of(
                                environment.getOrDefault("HOME", System.getProperty("user.home")),
                                ".cache")
                        : Path.of(named);
        return base.resolve("easel");
    }

    /** Over names and contents of the Go sources, and the flags. */
    static String checksum(Path sources) throws IOException {
        var digest = sha256();
        for (var file : goFiles(sources)) {
            digest.update(
                    (sources.relativize(file) + "\n" + Files.size(file) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        digest.update((FLAGS + " " + PAUSE_ENVIRONMENT).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> goFiles(Path sources) throws IOException {
        try (var files = Files.walk(sources)) {
            return files.filter(
                            file -> {
                                var name = file.getFileName().toString();
                                return name.endsWith(".go")
                                        || name.equals("go.mod")
                                        || name.equals("go.sum");
                            })
                    .sorted()
                    .toList();
        }
    }

    private static void build(Path sources, Path cache, Path target, Consumer<String> progress)
            throws IOException {
        removeUnfinished(cache);
        var building = Files.createTempDirectory(cache, UNFINISHED);
        try {
            progress.accept(
                    "building the Kubernetes binary from source, once for this user:"
                            + " about 6 minutes on 2 cores");
            goBuild(sources, building.resolve("cluster"), ".", Map.of(), progress);
            goBuild(sources, building.resolve("pause"), "./pause", PAUSE_ENVIRONMENT, progress);
            link(building);
            // Renaming comes last, so that a directory of this name is always complete.
            Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Directories.deleteRecursively(building);
        }
    }

    /** What a killed build left; nobody else builds while we hold the lock. */
    private static void removeUnfinished(Path cache) throws IOException {
        try (var found = Files.newDirectoryStream(cache, UNFINISHED + "*")) {
            for (var directory : found) {
                Directories.deleteRecursively(directory);
            }
        }
    }

    private static void goBuild(
            Path sources,
            Path output,
            String module,
            Map<String, String> environment,
            Consumer<String> progress)
            throws IOException {
        var command = new ArrayList<>(List.of("go", "build"));
        command.addAll(FLAGS);
        command.addAll(List.of("-o", output.toString(), module));
        var log = output.resolveSibling(output.getFileName() + ".log");
        var builder = new ProcessBuilder(command).directory(sources.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        var go = builder.start();
        long begin = System.nanoTime();
        try {
            while (!go.waitFor(HEARTBEAT.toSeconds(), TimeUnit.SECONDS)) {
                long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
                progress.accept("building " + output.getFileName() + ": " + seconds + " s so far");
            }
        } catch (InterruptedException _) {
            go.destroy();
            Thread.currentThread().interrupt();
            throw new ClusterFailure("interrupted while building the Kubernetes binary");
        }
        if (go.exitValue() != 0) {
            throw new ClusterFailure("go build failed:\n" + Files.readString(log));
        }
        Files.deleteIfExists(log);
    }

    private static void link(Path directory) throws IOException {
        for (var program : PROGRAMS) {
            try {
                Files.createSymbolicLink(directory.resolve(program), Path.of("cluster"));
            } catch (FileAlreadyExistsException _) {
                // Linked by an earlier call.
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
