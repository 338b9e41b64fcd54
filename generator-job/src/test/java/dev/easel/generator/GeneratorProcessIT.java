package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.protocol.Json;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Termination;
import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import dev.easel.sandbox.automatic1111.RenderFault;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real process: signals, exit codes, termination message, log. */
@Execution(ExecutionMode.CONCURRENT)
class GeneratorProcessIT {
    private @TempDir Path directory;
    private String heap = "-Xmx256m";
    private String before = "";

    @Test
    void leavesAReceiptAndEndsWith0() throws Exception {
        try (var studio = new Studio(anOrder())) {
            var process = start(studio.environment());

            assertThat(exitCode(process)).isZero();
            assertThat(receipt(studio))
                    .isEqualTo(
                            new Termination(
                                    7, 0, "Stored", "the result is stored", studio.api.resultId));
            assertThat(studio.api.images()).hasSize(4);
        }
    }

    @Test
    void logsJsonWithTheRequestIdAndNeitherPromptNorToken() throws Exception {
        try (var studio = new Studio(anOrder().instruction("a very secret garden"))) {
            assertThat(exitCode(start(studio.environment()))).isZero();

            var log = log();
            assertThat(log).isNotEmpty();
            for (var line : log) {
                var json = Json.mapper().readTree(line);
                assertThat(json.path("mdc").path("request.id").asText())
                        .isEqualTo(studio.order.requestId().toString());
                assertThat(line).doesNotContain("secret", "garden", TestingApi.TOKEN);
            }
            assertThat(log.stream().map(GeneratorProcessIT::message))
                    .containsSubsequence(
                            "claimed", "asked the language model", "rendered", "stored", "exit");
        }
    }

    @Test
    void hasRoomForEightLargePicturesInItsHeap() throws Exception {
        var large = anOrder().side(1024).images(8, Provenance.REQUEST).steps(1, Provenance.REQUEST);
        try (var studio = new Studio(large)) {
            assertThat(exitCode(start(studio.environment()))).isZero();
            assertThat(studio.api.images()).hasSize(8);
        }
    }

    /** Noise packs to no less than its pixels: the largest files that eight images can be. */
    @Test
    void hasRoomForEightLargePicturesOfNoiseInHalfOfItsHeap() throws Exception {
        var large = anOrder().side(1024).images(8, Provenance.REQUEST).steps(1, Provenance.REQUEST);
        try (var studio = new Studio(large)) {
            studio.automatic1111.faults().next(new RenderFault.Noise());
            heap = "-Xmx128m";

            assertThat(exitCode(start(studio.environment()))).isZero();

            assertThat(studio.api.images()).hasSize(8);
            assertThat(studio.api.images()).allMatch(each -> each.length > 3_000_000);
        }
    }

    @Test
    void stopsTheRenderOnSigtermAndEndsWith14() throws Exception {
        var slow = Automatic1111Settings.forTests().withStepTime(Duration.ofSeconds(1));
        try (var studio = new Studio(anOrder(), slow)) {
            var process = start(studio.environment());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> studio.automatic1111.inFlight() == 1);

            process.destroy();

            assertThat(exitCode(process)).isEqualTo(14);
            assertThat(studio.automatic1111.inFlight()).isZero();
            assertThat(studio.automatic1111.log().entries("POST", "/sdapi/v1/interrupt"))
                    .isNotEmpty();
            assertThat(studio.automatic1111.inFlightMax()).isEqualTo(1);
            assertThat(studio.api.images()).isEmpty();
            assertThat(studio.api.results()).isEmpty();
            assertThat(receipt(studio).reason()).isEqualTo("Cancelled");
        }
    }

    @Test
    void endsWith10WhenAnotherPodHasClaimed() throws Exception {
        try (var studio = new Studio(anOrder())) {
            studio.api.claimedElsewhere();
            assertThat(exitCode(start(studio.environment()))).isEqualTo(10);
            assertThat(receipt(studio).reason()).isEqualTo("FenceRejected");
        }
    }

    /** A class that cannot be loaded stands for every error that no attempt catches. */
    @Test
    void endsAsABugAtOnceWhenAnErrorEndsItsMainThread() throws Exception {
        var broken = Files.createDirectories(directory.resolve("dev/easel/generator"));
        Files.writeString(broken.resolve("Timeline.class"), "no class");
        before = directory + File.pathSeparator;
        try (var studio = new Studio(anOrder())) {
            assertThat(exitCode(start(studio.environment()))).isEqualTo(70);
            assertThat(receipt(studio).reason()).isEqualTo("InternalError");
        }
    }

    @Test
    void namesEveryProblemOfItsConfiguration() throws Exception {
        assertThat(exitCode(start(Map.of("EASEL_ATTEMPT", "first")))).isEqualTo(70);
        assertThat(log().getFirst())
                .contains(
                        "EASEL_API_URL is required",
                        "EASEL_REQUEST_UID is required",
                        "EASEL_ATTEMPT is not valid");
    }

    @Test
    void trainsWithoutANetwork() throws Exception {
        assertThat(exitCode(start(Map.of(), GeneratorMain.TRAIN))).isZero();
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        var classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                heap,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                before + classPath,
                                GeneratorMain.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("EASEL_"));
        builder.environment().putAll(environment);
        return builder.redirectOutput(directory.resolve("log").toFile())
                .redirectError(Redirect.INHERIT)
                .start();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static Termination receipt(Studio studio) throws IOException {
        return Json.mapper().readValue(studio.terminationLog().toFile(), Termination.class);
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(directory.resolve("log"), StandardCharsets.UTF_8);
    }

    private static String message(String line) {
        try {
            return Json.mapper().readTree(line).path("formattedMessage").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
