package dev.easel.generator.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Bounded;
import dev.easel.generator.Deadline;
import dev.easel.generator.ExitCode;
import dev.easel.generator.Pace;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the back end is working for. It runs one render at a time and an interrupt stops whatever
 * runs, so nothing is interrupted that is not known to be ours.
 */
final class Occupancy {
    private static final Logger LOG = LoggerFactory.getLogger(Occupancy.class);
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final Automatic1111 peer;
    private final Pace pace;

    /** How things stood when our call failed. */
    private String failed = "";

    Occupancy(Automatic1111 peer, Pace pace) {
        this.peer = peer;
        this.pace = pace;
    }

    /** Where one of our calls stands; UNTOLD if the peer cannot say. */
    enum Standing {
        QUEUED,
        ACTIVE,
        COMPLETED,
        ABSENT,
        UNTOLD
    }

    /** How far a render is, of any owner. */
    record Progress(Standing standing, double fraction, double secondsLeft) {}

    /**
     * @param sign differs as long as something moves
     */
    private record State(boolean idle, boolean interrupted, String sign) {}

    /** Waits for the GPU; stops what a killed attempt of this request left running there. */
    void awaitIdle(RenderId id, Flavour flavour, Deadline deadline) throws InterruptedException {
        var cap = deadline.orSooner(pace.idleMax());
        var sign = "";
        var still = Deadline.in(pace.idleMax().dividedBy(2));
        while (true) {
            var pause = pace.poll();
            AttemptFailed failure;
            try {
                var state = state();
                if (state == null || state.idle()) {
                    return;
                }
                if (!state.sign().equals(sign)) {
                    sign = state.sign();
                    still = Deadline.in(pace.idleMax().dividedBy(2));
                }
                if (flavour.forgetsToBeIdle() && (sign.equals(failed) || still.passed())) {
                    return;
                }
                failure =
                        new AttemptFailed(
                                ExitCode.RENDERER_BUSY,
                                "AUTOMATIC1111 is busy with somebody else's work");
                for (var old : id.leftOver()) {
                    if (progress(old).standing() == Standing.ACTIVE && !state.interrupted()) {
                        LOG.warn("interrupting what an earlier attempt left running");
                        peer.interrupt();
                        break;
                    }
                }
            } catch (IOException e) {
                pause = CatalogueReader.wait(e, pause);
                failure =
                        new AttemptFailed(
                                ExitCode.RENDERER_UNAVAILABLE,
                                "AUTOMATIC1111 is not available: " + CatalogueReader.complaint(e));
            }
            if (cap.passed()) {
                throw failure;
            }
            cap.sleep(pause);
        }
    }

    /**
     * Our call was answered with an error. Some flavours go on to look busy with it, until the next
     * one starts.
     */
    void failed(Flavour flavour) throws InterruptedException {
        if (!flavour.forgetsToBeIdle()) {
            return;
        }
        try {
            var state = state();
            failed = state == null ? "" : state.sign();
        } catch (IOException e) {
            LOG.debug("cannot see how the render ended: {}", e.toString());
        }
    }

    /**
     * Stops our call and sees it stopped. While it is queued, and if it has no id by which to see
     * whether it is, it can only be waited for: an interrupt would hit the one before it and be
     * forgotten by ours. Answers whether it stopped in time.
     */
    boolean stop(Bounded<?> call, @Nullable String callId, Flavour flavour)
            throws InterruptedException {
        var deadline = Deadline.in(pace.stopMax());
        var mayInterrupt = Deadline.in(Duration.ZERO);
        while (!deadline.passed()) {
            var pause = flavour.countsCalls() ? pace.poll() : GLANCE;
            try {
                var state = state();
                var standing = state == null ? Standing.UNTOLD : progress(callId).standing();
                if (stopped(state, standing, call.done())
                        || (flavour.forgetsToBeIdle() && call.done())) {
                    return true;
                }
                // A call without an id may be waiting behind a render of somebody else.
                var ours =
                        standing == Standing.ACTIVE
                                || (standing == Standing.UNTOLD && callId != null && busy(state));
                if (ours && flavour.interrupts() && mayInterrupt.passed() && !told(state)) {
                    peer.interrupt();
                    mayInterrupt = Deadline.in(pace.interrupt());
                }
            } catch (ConnectException e) {
                if (call.done()) {
                    return true;
                }
            } catch (IOException e) {
                pause = CatalogueReader.wait(e, pause);
                LOG.debug("cannot see whether the render stopped: {}", e.toString());
            }
            deadline.sleep(pause);
        }
        return false;
    }

    private static boolean stopped(@Nullable State state, Standing standing, boolean answered) {
        if (state == null) {
            return answered;
        }
        return switch (standing) {
            case QUEUED -> false;
            // After an exception the peer keeps calling a call active that has been answered.
            case ACTIVE -> state.idle() && answered;
            case COMPLETED -> state.idle() || answered;
            case ABSENT -> answered;
            case UNTOLD -> state.idle() && answered;
        };
    }

    private static boolean busy(@Nullable State state) {
        return state != null && !state.idle();
    }

    private static boolean told(@Nullable State state) {
        return state != null && state.interrupted();
    }

    /**
     * Of our call, as far as the peer can tell. Where it cannot, what runs is taken for ours: the
     * peer was seen idle before the call, and its times of a job have no more than seconds.
     */
    Progress progress(@Nullable String callId) throws IOException, InterruptedException {
        if (callId == null) {
            return anyProgress();
        }
        var question = JsonNodeFactory.instance.objectNode();
        question.put("id_task", callId);
        question.put("id_live_preview", -1).put("live_preview", false);
        try {
            var answer = peer.post("/internal/progress", question);
            var standing =
                    answer.path("active").asBoolean()
                            ? Standing.ACTIVE
                            : answer.path("queued").asBoolean()
                                    ? Standing.QUEUED
                                    : answer.path("completed").asBoolean()
                                            ? Standing.COMPLETED
                                            : Standing.ABSENT;
            return new Progress(
                    standing, answer.path("progress").asDouble(0), answer.path("eta").asDouble(0));
        } catch (Automatic1111.Unexpected e) {
            if (e.status() != 404 && e.status() != 405) {
                throw e;
            }
            return anyProgress();
        }
    }

    private Progress anyProgress() throws IOException, InterruptedException {
        var any = peer.get("/sdapi/v1/progress?skip_current_image=true");
        return new Progress(
                Standing.UNTOLD,
                any.path("progress").asDouble(0),
                any.path("eta_relative").asDouble(0));
    }

    /** Null if the peer has no such thing. */
    private @Nullable State state() throws IOException, InterruptedException {
        try {
            var state = peer.get("/sdapi/v1/progress?skip_current_image=true").path("state");
            return new State(
                    state.path("job_count").asInt(0) == 0,
                    state.path("interrupted").asBoolean(),
                    state.path("job_timestamp").asText("")
                            + "/"
                            + state.path("job_no").asText("")
                            + "/"
                            + state.path("sampling_step").asText(""));
        } catch (Automatic1111.Unexpected e) {
            if (e.status() == 404) {
                return null;
            }
            throw e;
        }
    }
}
