package dev.easel.api.lora;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsHeaderTest {
    private static final Set<String> WANTED = Set.of("ss_output_name", "modelspec.title");
    private static final String GOOD =
            "{\"__metadata__\": {\"ss_output_name\": \"墨絵\", \"other\": \"x\","
                    + " \"modelspec.thumbnail\": \"data:image/jpeg;base64,AAAA\"},"
                    + " \"w\": {\"dtype\": \"F16\", \"shape\": [1, 2], \"data_offsets\": [0, 4]}}";

    @Test
    void readsOnlyTheWantedMetadataAndWhereTheTensorsBegin() throws IOException {
        var header = read(file(GOOD + "   ", 4));
        assertThat(header.metadata()).isEqualTo(Map.of("ss_output_name", "墨絵"));
        assertThat(header.bytes()).isEqualTo(8 + GOOD.getBytes(UTF_8).length + 3);
    }

    @Test
    void readsAFile(@TempDir Path directory) throws IOException {
        var file = directory.resolve("a.safetensors");
        Files.write(file, file(GOOD, 4));
        assertThat(SafetensorsHeader.read(file, WANTED).metadata()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void takesAHostileFileAsOneWithoutMetadata(String name, byte[] bytes) throws IOException {
        assertThat(read(bytes).metadata()).isEmpty();
    }

    static Stream<Arguments> hostile() {
        var nan = "{\"__metadata__\":{\"ss_output_name\":\"a\"},\"x\":NaN}";
        return Stream.of(
                Arguments.of("nothing at all", new byte[0]),
                Arguments.of("less than a length", new byte[] {1, 0, 0}),
                Arguments.of("a length and no header", length(100)),
                Arguments.of("a length of zero", length(0)),
                Arguments.of("a negative length", length(-1)),
                Arguments.of("the greatest length", length(Long.MAX_VALUE)),
                Arguments.of("a length beyond 32 MB", huge()),
                Arguments.of("a truncated header", truncated()),
                Arguments.of("no JSON", file("not json at all", 0)),
                Arguments.of("a list", file("[1, 2]", 0)),
                Arguments.of("a number", file("42", 0)),
                Arguments.of("metadata that is a text", file("{\"__metadata__\":\"x\"}", 0)),
                Arguments.of(
                        "values that are no texts",
                        file("{\"__metadata__\":{\"ss_output_name\":{\"a\":[1]}}}", 0)),
                Arguments.of(
                        "a doubled key",
                        file(
                                "{\"__metadata__\":{\"ss_output_name\":\"a\","
                                        + "\"ss_output_name\":\"b\"}}",
                                0)),
                Arguments.of(
                        "doubled metadata",
                        file(
                                "{\"__metadata__\":{\"ss_output_name\":\"a\"},"
                                        + "\"__metadata__\":{}}",
                                0)),
                Arguments.of("deep nesting", file(deep(), 0)),
                Arguments.of("deep nesting far beyond any stack", file("[".repeat(200_000), 0)),
                Arguments.of(
                        "a bare NUL", file("{\"__metadata__\":{\"ss_output_name\":\"\0\"}}", 0)),
                Arguments.of("invalid UTF-8", invalidUtf8()),
                Arguments.of("another encoding", utf16()),
                Arguments.of("more after the end", file(GOOD + "{}", 0)),
                Arguments.of("an endless number", file("{\"x\":" + "9".repeat(5000) + "}", 0)),
                Arguments.of("what is no JSON number", file(nan, 0)),
                Arguments.of("a value beyond all bounds", file(longValue(), 0)));
    }

    @Test
    void survivesEveryKindOfDamage() throws IOException {
        var random = new Random(42);
        var good = file(GOOD, 64);
        for (int round = 0; round < 5000; round++) {
            var bytes = good.clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            var cut = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1);
            var damaged = java.util.Arrays.copyOf(bytes, cut);
            var header = read(damaged);
            assertThat(header.metadata().size()).isLessThanOrEqualTo(WANTED.size());
            assertThat(header.bytes()).isBetween(0L, (long) damaged.length);
        }
    }

    private static SafetensorsHeader read(byte[] bytes) throws IOException {
        return SafetensorsHeader.read(new ByteArrayInputStream(bytes), bytes.length, WANTED);
    }

    static byte[] file(String header, int tensorBytes) {
        var json = header.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + json.length + tensorBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static byte[] length(long length) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    }

    private static byte[] huge() {
        return ByteBuffer.allocate(8 + SafetensorsHeader.BYTES_MAX + 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SafetensorsHeader.BYTES_MAX + 1)
                .array();
    }

    private static byte[] truncated() {
        var whole = file(GOOD, 0);
        var cut = java.util.Arrays.copyOf(whole, whole.length - 5);
        ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putLong(cut.length - 8);
        return cut;
    }

    private static String deep() {
        return "{\"a\":".repeat(100) + "1" + "}".repeat(100);
    }

    private static String longValue() {
        return "{\"__metadata__\":{\"ss_output_name\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}}";
    }

    private static byte[] invalidUtf8() {
        var bytes = file("{\"__metadata__\":{\"ss_output_name\":\"ab\"}}", 0);
        bytes[bytes.length - 4] = (byte) 0xff;
        return bytes;
    }

    private static byte[] utf16() {
        var json = GOOD.getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        return ByteBuffer.allocate(8 + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }
}
