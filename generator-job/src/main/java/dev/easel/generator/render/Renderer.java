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
import java.util.OptionalLong;
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
     * @param origin goes into each file
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy of a large image costs heap
    public record Order(
            RenderId id,
            Settings settings,
            boolean seedFree,
            Catalogue catalogue,
            FreeMemory freeMemory,
            byte @Nullable [] source,
            Origin origin) {}

    /** Makes room on the GPU. */
    public interface FreeMemory {
        void free() throws InterruptedException;
    }

    /** Bytes of the GPU's memory that nobody uses; nothing if the back end does not say. */
    public OptionalLong freeGpuBytes() throws InterruptedException {
        try {
            var free = peer.get("/sdapi/v1/memory").path("cuda").path("system").path("free");
            return free.isNumber() ? OptionalLong.of(free.asLong()) : OptionalLong.empty();
        } catch (IOException e) {
            LOG.debug("the renderer does not tell its memory: {}", e.toString());
            return OptionalLong.empty();
        }
    }

    /** The settings of what comes back are complete, and exact enough to be rendered again. */
    public Rendered render(Order order, Duration renderMax, Deadline deadline)
            throws InterruptedException {
        var work = RenderWork.of(order, lists);
        var flavour = order.catalogue().flavour();
        for (var tries = 1; ; tries++) {
            occupancy.awaitIdle(order.id(), flavour, deadline);
            var call = work.call(order.id().call(tries));
            var reply = call(call, flavour, deadline.orSooner(renderMax));
            switch (judge(reply, call, work)) {
                case RenderCheck.Verdict.Good good -> {
                    return work.rendered(good);
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
                    if (trouble.numeric() && order.seedFree()) {
                        work = work.withSeed(random.nextLong(SEEDS));
                    }
                    deadline.sleep(pause(reply, tries));
                }
            }
        }
    }

    private Duration pause(RenderReply reply, int tries) {
        var usual = pace.renderBackoff(tries - 1, random);
        return reply instanceof RenderReply.Refused refused
                        && refused.retryAfter().compareTo(usual) > 0
                ? refused.retryAfter()
                : usual;
    }

    private RenderReply call(RenderCall wanted, Flavour flavour, Deadline deadline)
            throws InterruptedException {
        var call = Bounded.start(() -> peer.render(wanted));
        var watcher = Thread.ofVirtual().start(() -> watch(wanted.taskId()));
        try {
            var reply = call.await(deadline.left());
            if (reply instanceof RenderReply.Refused) {
                occupancy.failed(flavour);
            }
            if (mayStillRun(reply)) {
                // Its pictures can no longer be fetched.
                occupancy.stop(call, wanted.taskId(), flavour);
            }
            return reply;
        } catch (TimeoutException e) {
            var stopped = occupancy.stop(call, wanted.taskId(), flavour);
            throw new AttemptFailed(
                    ExitCode.RENDER_TIMEOUT,
                    "AUTOMATIC1111 did not finish in time"
                            + (stopped ? "" : " and could not be stopped"),
                    e);
        } catch (InterruptedException e) {
            // Whatever it still returns, half a picture with the infotext of a whole one or an
            // error, is the answer to our own interrupt.
            var stopped = occupancy.stop(call, wanted.taskId(), flavour);
            LOG.atInfo().addKeyValue("stopped", stopped).log("render interrupted");
            throw e;
        } catch (IOException e) {
            return new RenderReply.Lost(String.valueOf(e.getMessage()), false);
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
    private void watch(@Nullable String taskId) {
        try {
            var pause = pace.poll();
            while (true) {
                Thread.sleep(pause);
                try {
                    var seen = occupancy.progress(taskId);
                    pause = pace.poll();
                    if (seen.standing() == Occupancy.Standing.ACTIVE
                            || seen.standing() == Occupancy.Standing.UNTOLD) {
                        timeline.at(seen.fraction(), seen.secondsLeft());
                    }
                } catch (IOException e) {
                    // Slower and slower, so that a peer that counts our calls has some left for
                    // the render's own.
                    pause = CatalogueReader.wait(e, pause.multipliedBy(2));
                    LOG.debug("no progress to be had: {}", e.toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RenderCheck.Verdict judge(RenderReply reply, RenderCall call, RenderWork work) {
        return switch (reply) {
            case RenderReply.Pictures pictures -> {
                var started = System.nanoTime();
                var verdict = work.check(pictures, call);
                LOG.atInfo()
                        .addKeyValue("images", pictures.images().size())
                        .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                        .log("images verified");
                yield verdict;
            }
            case RenderReply.Refused refused -> {
                var trouble = Trouble.of(refused);
                yield new RenderCheck.Verdict.Poor(trouble, trouble.sentence(refused));
            }
            case RenderReply.NotConnected(var why) ->
                    new RenderCheck.Verdict.Poor(
                            Trouble.NOT_CONNECTED, "AUTOMATIC1111 is not available: " + why);
            case RenderReply.Lost(var why, var answering) ->
                    new RenderCheck.Verdict.Poor(
                            answering ? Trouble.OUTCOME_UNKNOWN : Trouble.CONNECTION_LOST,
                            "AUTOMATIC1111 went away: " + why);
            case RenderReply.Garbage(var why) ->
                    new RenderCheck.Verdict.Poor(
                            Trouble.GARBAGE, "AUTOMATIC1111 cannot be understood: " + why);
        };
    }
}
