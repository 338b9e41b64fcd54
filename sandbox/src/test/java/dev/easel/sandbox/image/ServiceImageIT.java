package dev.easel.sandbox.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class ServiceImageIT {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir Path directory;

    @Test
    void buildsTheSameBytesTwice() throws IOException {
        var runtime = JavaRuntime.of(JDK, cache());
        var first = built(greeting(directory.resolve("1")), runtime, "first");
        var second = built(greeting(directory.resolve("2")), runtime, "second");

        assertThat(second.reference()).isEqualTo(first.reference());
        assertThat(Checksum.ofFile(second.tar())).isEqualTo(Checksum.ofFile(first.tar()));
    }

    @Test
    @EnabledIf("isRoot")
    void runsInItsOwnRootWithItsClassesFromTheArchive() throws Exception {
        var runtime = JavaRuntime.of(JDK, cache());
        var jar = greeting(directory).jars().getFirst();
        var image =
                new ServiceImage(
                        "greeting",
                        Greeting.class.getName(),
                        List.of(jar),
                        List.of("-XX:+UseSerialGC"),
                        List.of("training"));
        var root = unpack(built(image, runtime, "images").tar());

        var output =
                run(
                        List.of(
                                "unshare",
                                "--mount",
                                "sh",
                                "-c",
                                "mkdir -p $0/proc && mount -t proc proc $0/proc && exec chroot $0 \"$@\"",
                                root.toString(),
                                "/opt/java/bin/java",
                                "-XX:+UseSerialGC",
                                "-Xshare:on",
                                "-XX:SharedArchiveFile=/app/classes.jsa",
                                "-Xlog:class+load",
                                "-cp",
                                "/app/lib/" + jar.getFileName(),
                                Greeting.class.getName(),
                                "world"));

        assertThat(output).contains("hello world");
        assertThat(output)
                .containsPattern(
                        "dev\\.easel\\.sandbox\\.image\\.Greeting source: shared objects file");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private ServiceImage greeting(Path at) throws IOException {
        Files.createDirectories(at);
        var jar = at.resolve("greeting.jar");
        var classes = Path.of("target/test-classes");
        var made =
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--create",
                                "--date=2026-01-01T00:00:00Z",
                                "--file=" + jar,
                                "-C",
                                classes.toString(),
                                "dev/easel/sandbox/image/Greeting.class");
        assertThat(made).isZero();
        return new ServiceImage(
                "greeting", Greeting.class.getName(), List.of(jar), List.of(), List.of());
    }

    private ServiceImage.Built built(ServiceImage image, JavaRuntime runtime, String folder)
            throws IOException {
        var at = directory.resolve(folder);
        return image.build(runtime, at, at.resolve("layers"));
    }

    private static Path cache() {
        return Path.of("target/runtime-cache");
    }

    /** Lays the layers of an image over one another, as a container runtime does. */
    private Path unpack(Path tar) throws IOException {
        var root = Files.createDirectories(directory.resolve("root"));
        var layers = new ArrayList<Path>();
        try (var image = new TarArchiveInputStream(Files.newInputStream(tar))) {
            for (var entry = image.getNextEntry(); entry != null; entry = image.getNextEntry()) {
                if (entry.getName().endsWith(".tar.gz")) {
                    var layer = directory.resolve("layer-" + layers.size());
                    Files.copy(image, layer, StandardCopyOption.REPLACE_EXISTING);
                    layers.add(layer);
                }
            }
        }
        for (var layer : layers) {
            var content = new BufferedInputStream(Files.newInputStream(layer));
            try (var files = new TarArchiveInputStream(new GzipCompressorInputStream(content))) {
                for (var entry = files.getNextEntry();
                        entry != null;
                        entry = files.getNextEntry()) {
                    var target = root.resolve(entry.getName());
                    if (entry.isDirectory()) {
                        Files.createDirectories(target);
                        continue;
                    }
                    Files.createDirectories(target.getParent());
                    Files.copy(files, target, StandardCopyOption.REPLACE_EXISTING);
                    Files.setLastModifiedTime(target, entry.getLastModifiedTime());
                    assertThat(target.toFile().setExecutable((entry.getMode() & 0100) != 0))
                            .isTrue();
                }
            }
        }
        return root;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
