package dev.easel.generator.render;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Bounded;
import dev.easel.generator.Connections;
import dev.easel.generator.Deadline;
import dev.easel.generator.ExitCode;
import dev.easel.generator.Pace;
import dev.easel.generator.Timeline;
import dev.easel.protocol.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders one request on one back end: at most one call at a time, stopped if it must end early.
 */
public final class Renderer {
    private static final Logger LOG = LoggerFactory.getLogger(Renderer.class);
    private static final long SEEDS = 1L << 32;

    private final Automatic1111 peer;
    private final Occupancy occupancy;
    private final CatalogueReader lists;
    private final Pace pace;
    private final RandomGenerator random;
    private final Timeline timeline;

    public Renderer(URI url, Pace pace, RandomGenerator random, Timeline timeline) {
        this.peer = new Automatic1111(Connections.to(url).build(), url);
        this.occupancy = new Occupancy(peer, pace);
        this.lists = new CatalogueReader(peer, pace, random);
        this.pace = pace;
        this.random = random;
        this.timeline = timeline;
    }

    /** Waits until the back end is ready. */
    public Catalogue catalogue(Deadline deadline) throws InterruptedException {
        return lists.read(deadline);
    }

    /**
     * What to render.
     *
     * @param seedFree nobody fixed the seed, so another one may be tried
     * @param freeMemory takes the language model off the GPU, if it shares it
     * @param source the PNG that the settings' derivation starts from; absent without one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy of a large image costs heap
    public record Order(
            RenderId id,
            Settings settings,
            boolean seedFree,
            Catalogue catalogue,
            FreeMemory freeMemory,
            byte @Nullable [] source) {}

    /** Makes room on the GPU. */
    public interface FreeMemory {
        void free() throws InterruptedException;
    }

    public Rendered render(Order order, Duration renderMax, Deadline deadline)
            throws InterruptedException {
        var settings = order.settings();
        if (settings.derivation() != null) {
            throw new AttemptFailed(
                    ExitCode.ACTION_NOT_SUPPORTED,
                    "this generator cannot draw from a stored picture");
        }
        for (var tries = 1; ; tries++) {
            occupancy.awaitIdle(order.id(), deadline);
            var callId = order.id().call(tries);
            var verdict =
                    judge(
                            call(order, settings, callId, deadline.orSooner(renderMax)),
                            settings,
                            order.catalogue());
            switch (verdict) {
                case RenderCheck.Verdict.Good good -> {
                    return new Rendered(good.pictures(), hashed(settings, good), good.rawInfo());
                }
                case RenderCheck.Verdict.Mismatch(var message) ->
                        throw new AttemptFailed(ExitCode.RENDER_MISMATCH, message);
                case RenderCheck.Verdict.Poor(var trouble, var message) -> {
                    if (tries >= trouble.triesMax() || deadline.passed()) {
                        throw new AttemptFailed(trouble.end(), message);
                    }
                    LOG.atWarn()
                            .addKeyValue("try", tries)
                            .addKeyValue("trouble", trouble)
                            .log("rendering again");
                    if (trouble == Trouble.OUT_OF_MEMORY) {
                        order.freeMemory().free();
                    }
                    if (trouble == Trouble.NOT_A_NUMBER && order.seedFree()) {
                        settings = withSeed(settings, random.nextLong(SEEDS));
                    }
                    deadline.sleep(pace.renderBackoff(tries - 1, random));
                }
            }
        }
    }

    private RenderReply call(Order order, Settings settings, String callId, Deadline deadline)
            throws InterruptedException {
        var catalogue = order.catalogue();
        var body = Txt2Img.body(settings, catalogue, callId);
        var call = Bounded.start(() -> peer.txt2img(body));
        var watcher = Thread.ofVirtual().start(() -> watch(callId));
        try {
            var reply = call.await(deadline.left());
            if (mayStillRun(reply)) {
                // Its pictures can no longer be fetched.
                occupancy.stop(call, callId, catalogue.flavour());
            }
            return reply;
        } catch (TimeoutException e) {
            var stopped = occupancy.stop(call, callId, catalogue.flavour());
            throw new AttemptFailed(
                    ExitCode.RENDER_TIMEOUT,
                    "AUTOMATIC1111 did not finish in time"
                            + (stopped ? "" : " and could not be stopped"),
                    e);
        } catch (InterruptedException e) {
            // Whatever it still returns is half a picture with the infotext of a whole one.
            var stopped = occupancy.stop(call, callId, catalogue.flavour());
            LOG.atInfo().addKeyValue("stopped", stopped).log("render interrupted");
            throw e;
        } catch (IOException e) {
            return new RenderReply.Lost(String.valueOf(e.getMessage()));
        } finally {
            watcher.interrupt();
            call.abandon();
        }
    }

    private static boolean mayStillRun(RenderReply reply) {
        return reply instanceof RenderReply.Lost
                || (reply instanceof RenderReply.Refused refused
                        && Trouble.of(refused) == Trouble.OUTCOME_UNKNOWN);
    }

    /** Progress is advice: no trouble with it ends a render. */
    private void watch(String callId) {
        try {
            while (true) {
                Thread.sleep(pace.poll());
                try {
                    var seen = occupancy.progress(callId);
                    if (seen.standing() == Occupancy.Standing.ACTIVE
                            || seen.standing() == Occupancy.Standing.UNTOLD) {
                        timeline.at(seen.fraction(), seen.secondsLeft());
                    }
                } catch (IOException e) {
                    LOG.debug("no progress to be had: {}", e.toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RenderCheck.Verdict judge(
            RenderReply reply, Settings settings, Catalogue catalogue) {
        return switch (reply) {
            case RenderReply.Pictures pictures -> RenderCheck.check(pictures, settings, catalogue);
            case RenderReply.Refused refused -> {
                var trouble = Trouble.of(refused);
                yield new RenderCheck.Verdict.Poor(trouble, sentence(trouble, refused));
            }
            case RenderReply.NotConnected(var why) ->
                    new RenderCheck.Verdict.Poor(
                            Trouble.NOT_CONNECTED, "AUTOMATIC1111 is not available: " + why);
            case RenderReply.Lost(var why) ->
                    new RenderCheck.Verdict.Poor(
                            Trouble.OUTCOME_UNKNOWN, "AUTOMATIC1111 went away: " + why);
            case RenderReply.Garbage(var why) ->
                    new RenderCheck.Verdict.Poor(
                            Trouble.GARBAGE, "AUTOMATIC1111 cannot be understood: " + why);
        };
    }

    private static String sentence(Trouble trouble, RenderReply.Refused refused) {
        var said = refused.text().isBlank() ? "nothing" : refused.text();
        return switch (trouble) {
            case OUT_OF_MEMORY ->
                    "the GPU has too little memory for this picture; try a smaller size";
            case NOT_A_NUMBER ->
                    "AUTOMATIC1111 produced no numbers (NaN); it may need --no-half-vae or --no-half";
            case RATE_LIMITED -> "AUTOMATIC1111 limits the rate of calls";
            case OUTCOME_UNKNOWN ->
                    "AUTOMATIC1111 is not available: it answers " + refused.status();
            default -> "AUTOMATIC1111 answered " + refused.status() + ": " + said;
        };
    }

    private static Settings hashed(Settings settings, RenderCheck.Verdict.Good good) {
        return copy(settings, settings.seed(), good.modelHash());
    }

    private static Settings withSeed(Settings settings, long seed) {
        return copy(settings, seed, settings.modelHash());
    }

    private static Settings copy(Settings s, long seed, @Nullable String modelHash) {
        return new Settings(
                s.prompt(),
                s.negativePrompt(),
                s.model(),
                modelHash,
                s.loras(),
                s.steps(),
                s.cfgScale(),
                s.sampler(),
                s.scheduler(),
                seed,
                s.width(),
                s.height(),
                s.imageCount(),
                s.derivation());
    }
}
