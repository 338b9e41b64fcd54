package dev.easel.api.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.easel.api.TestingEasel;
import dev.easel.api.image.ImageStoreConfig;
import dev.easel.api.work.TestingGenerators.Ask;
import dev.easel.crds.v1alpha1.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What generators send that must not be taken, or cannot be, on a disk that a test can fill. */
class HostileUploadIT {
    /** As much as stays free for others, and room for a few pictures. */
    private static final int DISK_MIB = 128 + 4;

    private static Path disk;
    private static boolean mounted;
    private static TestingEasel easel;
    private static TestingGenerators generators;

    @BeforeAll
    static void start() throws Exception {
        disk = Files.createTempDirectory("easel-disk-");
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs") == 0;
        easel = TestingEasel.start();
        easel.stopApi();
        easel.setStore(new ImageStoreConfig.Directory(disk));
        easel.startApi();
        easel.createPool("default", "http://127.0.0.1:9");
        generators = new TestingGenerators(easel);
    }

    @AfterAll
    static void stop() throws Exception {
        easel.close();
        if (mounted) {
            run("umount", "-l");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 2147483647, sides",
        "16385, 1, sides",
        "-1, 8, sides",
        "12000, 12000, 67108864 pixels",
        "8193, 8192, 67108864 pixels",
    })
    void keepsNothingOfAPictureThatWouldBurst(int width, int height, String why) throws Exception {
        var generator = generators.work(generators.ask(Ask.generate("bomb"))).generator();
        var png = png(width, height, width == 12000 ? new byte[width] : new byte[0]);
        assertThat(png.length).isLessThan(1 << 20);
        var before = files();
        var allocated = allocatedBytes();

        var answer = generator.upload(0, png);

        assertThat(allocatedBytes() - allocated).as("bytes").isLessThan(64 << 20);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("InvalidImage");
        assertThat(answer.json().path("detail").asText()).contains(why);
        assertThat(files()).isEqualTo(before);
        var result = generator.result(GeneratorDouble.report(List.of(png)));
        assertThat(result.code()).isEqualTo("ImageMissing");
    }

    @Test
    void losesNothingWhileTheDiskIsFull() throws Exception {
        assumeTrue(mounted, "a disk of its own needs root and the right to mount");
        var request = generators.ask(Ask.generate("disk"));
        var generator = generators.work(request).generator();
        var pngs = List.of(GeneratorDouble.png(1), GeneratorDouble.png(2));
        assertThat(generator.upload(0, pngs.get(0)).status()).isEqualTo(200);
        var filler = fill();
        var before = files();

        for (var tries = 0; tries < 2; tries++) {
            var refused = generator.upload(1, pngs.get(1));
            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.code()).isEqualTo(Reason.STORE_FAILED.word());
            assertThat(refused.json().path("detail").asText()).contains("make room");
        }
        assertThat(files()).isEqualTo(before);
        assertThat(generator.result(GeneratorDouble.report(pngs)).code()).isEqualTo("ImageMissing");
        assertThat(easel.metrics()).contains("easel_api_store_failures_total{kind=\"full\"} 2.0");
        assertThat(easel.opsStatus("/health/ready")).isEqualTo(200);

        Files.delete(filler);
        assertThat(generator.upload(1, pngs.get(1)).status()).isEqualTo(200);
        assertThat(generator.result(GeneratorDouble.report(pngs)).status()).isEqualTo(200);
        var fillerAgain = fill();
        for (int i = 0; i < pngs.size(); i++) {
            var path = "/api/v1/requests/" + request + "/images/" + i;
            assertThat(easel.get(path, easel.adminKey.value()).response().body())
                    .isEqualTo(pngs.get(i));
            // It is made, and cannot be kept.
            assertThat(easel.get(path + "/thumbnail", easel.adminKey.value()).status())
                    .isEqualTo(200);
        }
        Files.delete(fillerAgain);
    }

    /** Until nothing more goes onto the disk. */
    private static Path fill() throws IOException {
        var file = disk.resolve("filler");
        try (var channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var block = ByteBuffer.allocate(1 << 20);
            for (int mib = 0; mib <= DISK_MIB; mib++) {
                channel.write(block.rewind());
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
            return file;
        }
        throw new AssertionError("the disk has more room than it says");
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.walk(disk)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Of all threads, ever. */
    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        var all = new java.util.ArrayList<>(List.of(command));
        all.add(disk.toString());
        return new ProcessBuilder(all).redirectErrorStream(true).start().waitFor();
    }

    /** A true PNG, of grey rows that are all alike. */
    private static byte[] png(int width, int height, byte[] row) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 0, 0, 0, 0})
                        .array());
        var pixels = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var deflating = new DeflaterOutputStream(pixels, deflater)) {
            for (int y = 0; y < height && row.length > 0; y++) {
                deflating.write(0);
                deflating.write(row);
            }
        }
        deflater.end();
        chunk(out, "IDAT", pixels.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content)
            throws IOException {
        var typed =
                ByteBuffer.allocate(4 + content.length)
                        .put(type.getBytes(StandardCharsets.US_ASCII))
                        .put(content)
                        .array();
        var checksum = new CRC32();
        checksum.update(typed);
        out.write(ByteBuffer.allocate(4).putInt(content.length).array());
        out.write(typed);
        out.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
