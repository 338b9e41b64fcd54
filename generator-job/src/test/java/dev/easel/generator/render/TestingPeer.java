package dev.easel.generator.render;

import dev.easel.generator.Deadline;
import dev.easel.generator.Pace;
import dev.easel.generator.Timeline;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import dev.easel.sandbox.automatic1111.Personality;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A back end of one personality and the real renderer in front of it. */
final class TestingPeer implements AutoCloseable {
    static final UUID SOURCE_REQUEST = new UUID(1, 2);
    private static final Pace QUICK =
            new Pace(
                    Duration.ofMillis(50),
                    Duration.ofMillis(20),
                    Duration.ofMillis(200),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(3));

    final Automatic1111StandIn standIn;
    final Renderer renderer;
    private final @Nullable TestingGateway gateway;
    final AtomicInteger freed = new AtomicInteger();

    TestingPeer(Personality personality) {
        this(Automatic1111Settings.forTests().as(personality));
    }

    TestingPeer(Automatic1111Settings settings) {
        this(settings, false);
    }

    /**
     * @param behindGateway whether the renderer reaches the peer only through {@link #gateway}
     */
    TestingPeer(Automatic1111Settings settings, boolean behindGateway) {
        standIn = Automatic1111StandIn.start(settings);
        gateway = behindGateway ? new TestingGateway(standIn.url(), standIn::inFlight) : null;
        renderer =
                new Renderer(
                        gateway == null ? standIn.url() : gateway.url(),
                        QUICK,
                        new SplittableRandom(3),
                        new Timeline(System::nanoTime));
    }

    TestingGateway gateway() {
        return Objects.requireNonNull(gateway);
    }

    Catalogue catalogue() throws InterruptedException {
        return renderer.catalogue(Deadline.in(Duration.ofSeconds(5)));
    }

    static Settings settings(Catalogue catalogue, @Nullable Derivation derivation, Lora... loras) {
        return new Settings(
                "a lighthouse at dusk",
                "lowres",
                catalogue.checkpoints().getFirst().name(),
                null,
                List.of(loras),
                4,
                new BigDecimal("7.0"),
                catalogue.samplers().contains("Euler a") ? "Euler a" : "euler_a",
                catalogue.schedulers().isEmpty() ? null : catalogue.schedulers().getLast().label(),
                7,
                128,
                192,
                1,
                derivation);
    }

    static Derivation derivation(Derivation.Method method) {
        return new Derivation(method, SOURCE_REQUEST, 0, "00", null, null, null);
    }

    Rendered render(Settings settings, byte @Nullable [] source) throws InterruptedException {
        return render(settings, source, false);
    }

    Rendered render(Settings settings, byte @Nullable [] source, boolean seedFree)
            throws InterruptedException {
        return renderer.render(
                new Renderer.Order(
                        new RenderId(new UUID(3, 4), 1),
                        settings,
                        seedFree,
                        catalogue(),
                        freed::incrementAndGet,
                        source,
                        Origin.of(new UUID(3, 4), "灯台", SOURCE_REQUEST, "a model", "v1")),
                Duration.ofSeconds(20),
                Deadline.in(Duration.ofSeconds(40)));
    }

    /** A picture to start from. */
    Picture source() throws InterruptedException {
        return render(settings(catalogue(), null), null).pictures().getFirst();
    }

    static BufferedImage image(byte[] file) {
        try {
            return ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mean difference of a channel, both pictures seen at the size of the first. */
    static double distance(byte[] first, byte[] second) {
        var a = image(first);
        var b = image(second);
        long sum = 0;
        for (var y = 0; y < a.getHeight(); y++) {
            for (var x = 0; x < a.getWidth(); x++) {
                var p = a.getRGB(x, y);
                var q =
                        b.getRGB(
                                x * b.getWidth() / a.getWidth(), y * b.getHeight() / a.getHeight());
                for (var shift = 0; shift <= 16; shift += 8) {
                    sum += Math.abs((p >> shift & 0xff) - (q >> shift & 0xff));
                }
            }
        }
        return sum / 3.0 / a.getWidth() / a.getHeight();
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
        standIn.close();
    }
}
