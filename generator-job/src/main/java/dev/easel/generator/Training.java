package dev.easel.generator;

import dev.easel.generator.compose.Composer;
import dev.easel.generator.compose.LoraChoice;
import dev.easel.generator.compose.SettingsChoice;
import dev.easel.generator.refine.Refiner;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.render.Checkpoint;
import dev.easel.generator.render.Flavour;
import dev.easel.generator.render.Renderer;
import dev.easel.protocol.Json;
import dev.easel.protocol.Phase;
import dev.easel.protocol.work.WorkOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Goes through the pipeline's code without a network, so that the class-data archive recorded
 * meanwhile holds the classes that an attempt needs. Every connection it tries is refused.
 */
final class Training {
    /** The discard port on loopback: nothing listens there, and nothing is sent. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private static final Pace NO_WAITING =
            new Pace(
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ofMillis(1));

    private Training() {}

    static void run() {
        try {
            var order =
                    Json.mapper()
                            .readValue(
                                    Training.class.getResourceAsStream("training-order.json"),
                                    WorkOrder.class);
            claim();
            compose(order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void claim() throws IOException {
        var token = Files.createTempFile("training", "token");
        try {
            var config =
                    GeneratorConfig.from(
                            Map.of(
                                    "EASEL_API_URL",
                                    NOWHERE.toString(),
                                    "EASEL_REQUEST_UID",
                                    new UUID(0, 0).toString(),
                                    "EASEL_ATTEMPT",
                                    "1",
                                    "EASEL_SLOT_TOKEN",
                                    "1",
                                    "EASEL_TOKEN_FILE",
                                    token.toString(),
                                    "EASEL_DEADLINE_SECONDS",
                                    "1"));
            new Pipeline(config, NO_WAITING, RandomGenerator.getDefault(), new Cancellation())
                    .run();
        } finally {
            Files.delete(token);
        }
    }

    private static void compose(WorkOrder order) throws InterruptedException {
        var random = RandomGenerator.getDefault();
        var timeline = new Timeline(System::nanoTime);
        var renderer = new Renderer(NOWHERE, NO_WAITING, random, timeline);
        try {
            renderer.catalogue(Deadline.in(Duration.ZERO));
        } catch (AttemptFailed expected) {
            timeline.enter(Phase.COMPOSING);
        }
        var catalogue =
                new Catalogue(
                        Flavour.A1111,
                        null,
                        List.of(new Checkpoint("model", "model.safetensors", "model", null)),
                        List.of("Euler"),
                        List.of(new Catalogue.Scheduler("karras", "Karras")),
                        List.of(),
                        null,
                        true,
                        List.of());
        prepare(order, catalogue);
        prepare(as(order, "Refine"), catalogue);
        prepare(as(order, "Reroll"), catalogue);
    }

    private static void prepare(WorkOrder order, Catalogue catalogue) throws InterruptedException {
        var random = RandomGenerator.getDefault();
        try {
            new Preparation(order, catalogue, NO_WAITING, random)
                    .prepare(null, Deadline.in(Duration.ofMillis(200)));
        } catch (AttemptFailed expected) {
            // Nobody answers here; what an answer would need is gone through by itself.
            Refiner.train(order, catalogue);
            SettingsChoice.of(
                    order.parameters(),
                    List.of(),
                    Composer.fallback("training"),
                    new LoraChoice(order.loras(), catalogue),
                    () -> 1);
        }
    }

    private static WorkOrder as(WorkOrder order, String action) {
        return new WorkOrder(
                order.requestId(),
                order.attempt(),
                order.slotToken(),
                order.claim(),
                action,
                order.instruction(),
                order.locale(),
                order.research(),
                order.parameters(),
                order.previous(),
                order.loras(),
                order.backend(),
                order.limits());
    }
}
