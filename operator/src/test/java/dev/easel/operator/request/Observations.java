package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Attempt;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.JobRef;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.launch.Receipt;
import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import dev.easel.operator.request.Observed.Hold;
import dev.easel.operator.request.Observed.PoolSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds observations: {@code aRequest().accepted().holding(7).job(...)}. */
final class Observations {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String UID = "11111111-2222-3333-4444-555555555555";
    static final long TOKEN = 7;

    private DesiredState desired = DesiredState.ACTIVE;
    private @Nullable Delivery delivery;
    private @Nullable Integer ttl;
    private int maxAttempts = 3;
    private boolean deleting;
    private Instant createdAt = NOW.minusSeconds(60);
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private @Nullable JobRef jobRef;
    private @Nullable String completionTime;
    private @Nullable Hold hold;
    private @Nullable SeenJob job;
    private final List<SeenPod> pods = new ArrayList<>();
    private PoolSeen pool =
            new PoolSeen(
                    true, PoolState.ACTIVE, PoolSeen.Obstacle.NONE, "", Duration.ofSeconds(300));
    private boolean live;

    static Observations aRequest() {
        return new Observations();
    }

    static Observations aRunningRequest() {
        return aRequest().accepted().holding(1, TOKEN).jobOnRecord(1).job(SeenJob.End.NOT_YET);
    }

    Observations accepted() {
        return condition(Condition.ACCEPTED, ConditionStatus.TRUE, Reason.VALID);
    }

    Observations condition(String type, ConditionStatus status, Reason reason) {
        conditions.add(
                Condition.next(
                        null,
                        type,
                        status,
                        reason,
                        "said about " + type,
                        1L,
                        NOW.minusSeconds(30)));
        return this;
    }

    Observations desired(DesiredState state) {
        desired = state;
        return this;
    }

    Observations delivery(Delivery wanted) {
        delivery = wanted;
        return this;
    }

    Observations ttl(int seconds) {
        ttl = seconds;
        return this;
    }

    Observations maxAttempts(int number) {
        maxAttempts = number;
        return this;
    }

    Observations deleting() {
        deleting = true;
        return this;
    }

    Observations createdAgo(Duration age) {
        createdAt = NOW.minus(age);
        return this;
    }

    Observations completedAgo(Duration age) {
        completionTime = NOW.minus(age).toString();
        return this;
    }

    Observations holding(int attempt, long token) {
        hold = new Hold("default", "gpu-0", attempt, token, NOW.minusSeconds(20));
        return this;
    }

    Observations ended(int number, Reason reason, boolean charged, Duration ago) {
        attempts.add(
                new Attempt(
                        number,
                        (long) number,
                        "gpu-0",
                        GeneratorJob.name(UID, number),
                        NOW.minus(ago).minusSeconds(5).toString(),
                        NOW.minus(ago).toString(),
                        reason.word(),
                        charged));
        return this;
    }

    /** The attempt is on record, its Job too. */
    Observations jobOnRecord(int number) {
        return onRecord(number, null);
    }

    Observations onRecord(int number, @Nullable Reason stopping) {
        attempts.add(
                new Attempt(
                        number,
                        TOKEN,
                        "gpu-0",
                        GeneratorJob.name(UID, number),
                        NOW.minusSeconds(20).toString(),
                        null,
                        stopping == null ? null : stopping.word(),
                        null));
        jobRef = new JobRef(GeneratorJob.name(UID, number), "job-uid");
        return this;
    }

    Observations job(SeenJob.End end) {
        return job(end, TOKEN, UID, Duration.ofSeconds(19), false);
    }

    Observations job(SeenJob.End end, long token, String owner, Duration age, boolean deletingJob) {
        job =
                new SeenJob(
                        GeneratorJob.name(UID, 1),
                        "job-uid",
                        owner,
                        1,
                        token,
                        NOW.minus(age),
                        deletingJob,
                        false,
                        end,
                        "");
        return this;
    }

    Observations noJob() {
        job = null;
        return this;
    }

    Observations runningPod(Duration since) {
        return pod(SeenPod.State.RUNNING, since, null, null, null);
    }

    Observations pendingPod(SeenPod.@Nullable Obstacle obstacle) {
        return pod(SeenPod.State.PENDING, null, null, obstacle, null);
    }

    Observations exitedPod(int code) {
        return exitedPod(code, null, null);
    }

    Observations exitedPod(int code, @Nullable String reason, @Nullable String message) {
        var receipt = reason == null ? null : new Receipt(TOKEN, code, reason, message, null);
        return pod(
                SeenPod.State.ENDED,
                Duration.ofSeconds(10),
                null,
                null,
                new SeenPod.Exit(code, false, receipt));
    }

    Observations disruptedPod(boolean preempted) {
        pods.add(
                new SeenPod(
                        "pod",
                        SeenPod.State.ENDED,
                        NOW.minusSeconds(10),
                        null,
                        new SeenPod.Disruption(preempted, "the node goes away"),
                        null,
                        new SeenPod.Exit(14, false, null)));
        return this;
    }

    Observations lostPod(Duration overdue) {
        pods.add(
                new SeenPod(
                        "pod",
                        SeenPod.State.RUNNING,
                        NOW.minusSeconds(100),
                        NOW.minus(overdue),
                        null,
                        null,
                        null));
        return this;
    }

    Observations pool(PoolState state, PoolSeen.Obstacle obstacle) {
        pool = new PoolSeen(true, state, obstacle, "words of the pool", Duration.ofSeconds(300));
        return this;
    }

    Observations noPool() {
        pool =
                new PoolSeen(
                        false,
                        PoolState.ACTIVE,
                        PoolSeen.Obstacle.NONE,
                        "",
                        Duration.ofSeconds(300));
        return this;
    }

    Observations live() {
        live = true;
        return this;
    }

    Observed seen() {
        var spec =
                new GenerationRequestSpec(
                        "a lighthouse",
                        Action.GENERATE,
                        null,
                        null,
                        Research.DISABLED,
                        null,
                        null,
                        delivery,
                        PoolRef.DEFAULT,
                        0,
                        desired,
                        3_600,
                        600,
                        maxAttempts,
                        ttl);
        var status =
                new GenerationRequestStatus(
                        1L,
                        conditions,
                        attempts.isEmpty() ? null : attempts.getLast().number(),
                        null,
                        jobRef,
                        attempts,
                        null,
                        completionTime,
                        null,
                        null,
                        null,
                        List.of(),
                        null);
        return new Observed(
                "lighthouse",
                UID,
                1,
                createdAt,
                deleting,
                spec,
                status,
                hold,
                pool,
                job,
                pods,
                live);
    }

    private Observations pod(
            SeenPod.State state,
            @Nullable Duration runningSince,
            @Nullable Instant goneBy,
            SeenPod.@Nullable Obstacle obstacle,
            SeenPod.@Nullable Exit exit) {
        pods.add(
                new SeenPod(
                        "pod",
                        state,
                        runningSince == null ? null : NOW.minus(runningSince),
                        goneBy,
                        null,
                        obstacle,
                        exit));
        return this;
    }
}
