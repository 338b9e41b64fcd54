package dev.easel.generator;

import dev.easel.protocol.work.WorkOrder;
import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import dev.easel.sandbox.ollama.OllamaSettings;
import dev.easel.sandbox.ollama.OllamaStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/** A back end, an api and the real pipeline between them. */
final class Studio implements AutoCloseable {
    static final Pace QUICK =
            new Pace(
                    Duration.ofMillis(50),
                    Duration.ofMillis(20),
                    Duration.ofMillis(200),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(3));

    final Automatic1111StandIn automatic1111;
    final OllamaStandIn ollama;
    final TestingApi api;
    final WorkOrder order;
    final Cancellation cancellation = new Cancellation();
    private final Path directory;

    Studio(TestingOrder order) {
        this(order, Automatic1111Settings.forTests());
    }

    Studio(TestingOrder order, Automatic1111Settings settings) {
        automatic1111 = Automatic1111StandIn.start(settings);
        ollama = OllamaStandIn.start(OllamaSettings.forTests());
        this.order = order.on(automatic1111.url(), ollama.url());
        if (this.order.backend().sharedMemory()) {
            automatic1111.shareGpuWith(ollama::gpuBytes);
        }
        api = new TestingApi(this.order);
        try {
            directory = Files.createTempDirectory("studio");
            Files.writeString(directory.resolve("token"), TestingApi.TOKEN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outcome run() {
        try {
            return new Pipeline(
                            GeneratorConfig.from(environment()),
                            QUICK,
                            new SplittableRandom(1),
                            cancellation)
                    .run();
        } finally {
            // A cancelled pipeline may leave its interrupt on this thread.
            Thread.interrupted();
        }
    }

    Map<String, String> environment() {
        return Map.of(
                "EASEL_API_URL", api.url().toString(),
                "EASEL_REQUEST_UID", order.requestId().toString(),
                "EASEL_ATTEMPT", Integer.toString(order.attempt()),
                "EASEL_SLOT_TOKEN", "7",
                "EASEL_TOKEN_FILE", directory.resolve("token").toString(),
                "EASEL_DEADLINE_SECONDS", "60",
                "EASEL_TERMINATION_LOG", terminationLog().toString());
    }

    /** From the second call on api only takes another token, which the kubelet then writes. */
    void rotateToken() {
        api.rotateTokenAfterClaim(fresh -> {
            try {
                Files.writeString(directory.resolve("token"), fresh);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    Path terminationLog() {
        return directory.resolve("termination-log");
    }

    @Override
    public void close() {
        api.close();
        automatic1111.close();
        ollama.close();
        try {
            Files.deleteIfExists(directory.resolve("token"));
            Files.deleteIfExists(terminationLog());
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
