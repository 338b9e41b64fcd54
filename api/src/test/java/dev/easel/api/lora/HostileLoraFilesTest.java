package dev.easel.api.lora;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody may put into the directory, and what its volume has of itself. */
class HostileLoraFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999999999", "1e-999999999", "99999999999999999999", "0e9"})
    void takesNoWeightFromANumberThatIsNone(String number, @TempDir Path directory)
            throws IOException {
        var json = directory.resolve("x.json");
        Files.writeString(json, "{\"description\": \"d\", \"preferred weight\": " + number + "}");
        var sidecar = SidecarFiles.read(json, null);
        assertThat(sidecar.description()).isEqualTo("d");
        assertThat(sidecar.preferredWeight()).isNull();
    }

    @Test
    void keepsNoMoreKeysInMemoryThanAFileCanHave() throws IOException {
        var keys = new StringBuilder("{\"__metadata__\":{\"modelspec.title\":\"t\"}");
        for (int i = 0; i < 700_000; i++) {
            keys.append(",\"").append(Integer.toString(i, 36)).append("\":0");
        }
        var json = keys.append('}').toString().getBytes(UTF_8);
        var file =
                ByteBuffer.allocate(8 + json.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .array();
        var header =
                SafetensorsHeader.read(
                        new ByteArrayInputStream(file), file.length, Set.of("modelspec.title"));
        assertThat(header.metadata()).isEmpty();
        assertThat(header.bytes()).isEqualTo(8 + json.length);
    }

    @Test
    void noticesVanishedFilesOnAVolumeThatHasAFolderForRootAlone() {
        var base = Path.of("/volume");
        var walk = new LoraDirectory.Walk(base);
        walk.visitFileFailed(base.resolve("lost+found"), new AccessDeniedException("lost+found"));
        assertThat(walk.isComplete()).isTrue();
        walk.visitFileFailed(base.resolve("a/lost+found"), new AccessDeniedException("a"));
        assertThat(walk.isComplete()).isFalse();
    }

    @Test
    void keepsTimesThatTheDatabaseCanKeep() {
        assertThat(LoraDirectory.time(FileTime.from(Instant.MAX)))
                .isEqualTo(Instant.parse("9999-12-31T00:00:00Z"));
        assertThat(LoraDirectory.time(FileTime.from(Instant.MIN))).isEqualTo(Instant.EPOCH);
        var usual = Instant.parse("2026-01-02T03:04:05.123456789Z");
        assertThat(LoraDirectory.time(FileTime.from(usual)))
                .isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
    }
}
