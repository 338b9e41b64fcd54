package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.launch.Receipt;
import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended. {@code charged} attempts count against the request's limit; {@code last}
 * names the reason of Succeeded when no further attempt may follow; {@code interrupted} says that
 * the generator was stopped from outside.
 */
record Ending(
        Reason reason,
        boolean charged,
        boolean interrupted,
        boolean awaitsResult,
        @Nullable Reason last,
        String message) {
    private static final int OK = 0;
    private static final int FENCED = 10;
    private static final int PERMANENT = 11;
    private static final int BACKEND_UNAVAILABLE = 12;
    private static final int TRANSIENT = 13;
    private static final int STOPPED = 14;
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    /** Reads the ending of a Job that is over, or gone, from what its pods left. */
    static Ending of(@Nullable SeenJob job, List<SeenPod> pods, long token) {
        if (job != null && job.end() == SeenJob.End.DEADLINE_EXCEEDED) {
            return stopped(Reason.RUN_TIMEOUT);
        }
        var pod =
                pods.stream()
                        .filter(p -> p.exit() != null)
                        .findFirst()
                        .or(() -> pods.stream().findFirst());
        if (pod.isEmpty()) {
            return job == null || job.end() == SeenJob.End.COMPLETE
                    ? vanished(job)
                    : interruption(
                            Reason.POD_EVICTED, "The generator's pod is gone without a trace.");
        }
        var exit = pod.get().exit();
        if (exit != null && exit.code() == OK) {
            return awaiting();
        }
        var disruption = pod.get().disruption();
        if (disruption != null) {
            return interruption(
                    disruption.preempted() ? Reason.PREEMPTED : Reason.POD_EVICTED,
                    disruption.message());
        }
        if (exit == null) {
            return interruption(Reason.POD_EVICTED, "The generator's pod never ran to an end.");
        }
        return ofExit(exit, token);
    }

    /** The operator ended it. */
    static Ending stopped(Reason reason) {
        return switch (reason) {
            case CANCELLED ->
                    new Ending(
                            reason, false, false, false, Reason.CANCELLED, "Cancelled on request.");
            case RUN_TIMEOUT ->
                    new Ending(
                            reason,
                            true,
                            false,
                            false,
                            Reason.RUN_TIMEOUT,
                            "The generator did not finish within the run timeout.");
            case SUSPENDED -> interruption(Reason.PREEMPTED, "Suspended on request while running.");
            case FENCE_REJECTED -> refused();
            case UNSCHEDULABLE -> waitedInVain(reason, "No node took the generator in time.");
            case IMAGE_PULL_FAILED ->
                    waitedInVain(reason, "The generator's image could not be fetched in time.");
            default -> waitedInVain(reason, "The generator did not start in time.");
        };
    }

    /** Its Job's name was taken by a Job under another token. */
    static Ending refused() {
        return new Ending(
                Reason.FENCE_REJECTED,
                false,
                false,
                false,
                null,
                "A Job of this name exists already under another token.");
    }

    private static Ending ofExit(SeenPod.Exit exit, long token) {
        var receipt =
                Optional.ofNullable(exit.receipt())
                        .filter(r -> r.token() != null && r.token() == token);
        if (exit.outOfMemory() || exit.code() == KILLED) {
            return new Ending(
                    Reason.OUT_OF_MEMORY,
                    true,
                    true,
                    false,
                    null,
                    "The generator ran out of memory: raise the memory limit of the pool's"
                            + " generator.");
        }
        return switch (exit.code()) {
            case FENCED ->
                    new Ending(
                            Reason.FENCE_REJECTED,
                            false,
                            false,
                            false,
                            null,
                            words(receipt, "The claim was refused."));
            case PERMANENT ->
                    new Ending(
                            reason(receipt, Reason.GENERATION_FAILED),
                            true,
                            false,
                            false,
                            Reason.GENERATION_FAILED,
                            words(receipt, "The generator cannot serve this request."));
            case BACKEND_UNAVAILABLE ->
                    new Ending(
                            Reason.BACKEND_UNAVAILABLE,
                            false,
                            true,
                            false,
                            null,
                            words(receipt, "The back end did not answer."));
            case TRANSIENT ->
                    failure(
                            reason(receipt, Reason.RENDERER_ERROR),
                            words(receipt, "The generation failed; it may go better next time."));
            case STOPPED, TERMINATED ->
                    interruption(
                            Reason.POD_EVICTED, words(receipt, "The generator was told to stop."));
            default ->
                    failure(
                            reason(receipt, Reason.INTERNAL_ERROR),
                            words(
                                    receipt,
                                    "The generator broke off with exit code " + exit.code() + "."));
        };
    }

    private static Ending awaiting() {
        return new Ending(
                Reason.EXITED, true, false, true, null, "The generator has finished its work.");
    }

    private static Ending vanished(@Nullable SeenJob job) {
        // A Job that is gone was deleted by somebody; one that completed has spoken for its pod.
        return job == null
                ? interruption(Reason.PREEMPTED, "The generator's Job was deleted.")
                : awaiting();
    }

    private static Ending failure(Reason reason, String message) {
        return new Ending(reason, true, false, false, null, message);
    }

    private static Ending interruption(Reason reason, String message) {
        return new Ending(reason, false, true, false, null, message);
    }

    private static Ending waitedInVain(Reason reason, String message) {
        return new Ending(reason, false, false, false, null, message);
    }

    private static Reason reason(Optional<Receipt> receipt, Reason otherwise) {
        return receipt.map(Receipt::reason).flatMap(Reason::of).orElse(otherwise);
    }

    private static String words(Optional<Receipt> receipt, String otherwise) {
        return receipt.map(Receipt::message).filter(m -> !m.isBlank()).orElse(otherwise);
    }
}
