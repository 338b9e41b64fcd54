package dev.easel.sandbox.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterBinaryTest {
    @TempDir Path sources;

    @BeforeEach
    void writeSources() throws IOException {
        Files.writeString(sources.resolve("go.mod"), "module a");
        Files.writeString(sources.resolve("main.go"), "package main");
    }

    @Test
    void keepsItsChecksumWhenOnlyOtherFilesChange() throws IOException {
        var before = ClusterBinary.checksum(sources);

        Files.writeString(sources.resolve("notes.txt"), "anything");

        assertThat(ClusterBinary.checksum(sources)).isEqualTo(before).hasSize(64);
    }

    @Test
    void changesItsChecksumWithEachSource() throws IOException {
        var before = ClusterBinary.checksum(sources);

        Files.writeString(sources.resolve("main.go"), "package main // changed");

        assertThat(ClusterBinary.checksum(sources)).isNotEqualTo(before);
    }

    @Test
    void changesItsChecksumWhenTextMovesToAnotherFile() throws IOException {
        Files.writeString(sources.resolve("a.go"), "xy");
        Files.writeString(sources.resolve("b.go"), "");
        var before = ClusterBinary.checksum(sources);

        Files.writeString(sources.resolve("a.go"), "x");
        Files.writeString(sources.resolve("b.go"), "y");

        assertThat(ClusterBinary.checksum(sources)).isNotEqualTo(before);
    }

    @Test
    void keepsTheCacheWhereTheUserSaysCachesGo() {
        assertThat(ClusterBinary.cache(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h")))
                .isEqualTo(Path.of("/x/easel"));
        assertThat(ClusterBinary.cache(Map.of("XDG_CACHE_HOME", "", "HOME", "/h")))
                .isEqualTo(Path.of("/h/.cache/easel"));
    }

    /** As {@code ./easel test} starts it, before anything is compiled. */
    @Test
    void startsFromItsSourceWithNothingButAJdk(@TempDir Path cache)
            throws IOException, InterruptedException {
        var checkout = Checkout.current();
        var built = "easel/cluster-" + ClusterBinary.checksum(checkout.clusterModule());
        Files.createDirectories(cache.resolve(built));
        var source = "sandbox/src/main/java/dev/easel/sandbox/cluster/ClusterBinary.java";
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, source).directory(checkout.root().toFile());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());

        var process = builder.redirectErrorStream(true).start();

        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
