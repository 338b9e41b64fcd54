package dev.easel.operator.launch;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A generator's pod, as far as decisions need it. {@code waitingOn} says why it does not start;
 * {@code goneBy} is when a pod that is being deleted should have been gone.
 */
public record SeenPod(
        String name,
        State state,
        @Nullable Instant startedAt,
        @Nullable Instant goneBy,
        @Nullable Disruption disruption,
        @Nullable Obstacle waitingOn,
        @Nullable Exit exit) {
    private static final Set<String> IMAGE_PROBLEMS =
            Set.of(
                    "ErrImagePull",
                    "ImagePullBackOff",
                    "InvalidImageName",
                    "ErrImageNeverPull",
                    "ImageInspectError",
                    "RegistryUnavailable");

    public enum State {
        PENDING,
        RUNNING,
        ENDED
    }

    /** Somebody other than the generator ended it. */
    public record Disruption(boolean preempted, String message) {}

    /** Why it does not start. */
    public record Obstacle(Kind kind, String message) {
        public enum Kind {
            UNSCHEDULABLE,
            IMAGE
        }
    }

    public record Exit(int code, boolean outOfMemory, @Nullable Receipt receipt) {}

    public static SeenPod of(Pod pod) {
        var status = pod.getStatus();
        var phase = status == null || status.getPhase() == null ? "Pending" : status.getPhase();
        var container = container(pod);
        return new SeenPod(
                pod.getMetadata().getName(),
                switch (phase) {
                    case "Succeeded", "Failed" -> State.ENDED;
                    case "Running" -> State.RUNNING;
                    default -> State.PENDING;
                },
                container.map(SeenPod::startedAt).orElse(null),
                SeenJob.instant(pod.getMetadata().getDeletionTimestamp()),
                disruption(pod),
                container.flatMap(SeenPod::imageProblem).or(() -> unschedulable(pod)).orElse(null),
                container.flatMap(SeenPod::exit).orElse(null));
    }

    public boolean ended() {
        return state == State.ENDED;
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(c -> GeneratorJob.CONTAINER.equals(c.getName()))
                        .findFirst();
    }

    private static @Nullable Instant startedAt(ContainerStatus container) {
        var state = container.getState();
        if (state == null) {
            return null;
        }
        if (state.getRunning() != null) {
            return SeenJob.instant(state.getRunning().getStartedAt());
        }
        return state.getTerminated() == null
                ? null
                : SeenJob.instant(state.getTerminated().getStartedAt());
    }

    private static Optional<Exit> exit(ContainerStatus container) {
        if (container.getState() == null || container.getState().getTerminated() == null) {
            return Optional.empty();
        }
        var terminated = container.getState().getTerminated();
        return Optional.of(
                new Exit(
                        terminated.getExitCode() == null ? -1 : terminated.getExitCode(),
                        "OOMKilled".equals(terminated.getReason()),
                        Receipt.parse(terminated.getMessage()).orElse(null)));
    }

    private static Optional<Obstacle> imageProblem(ContainerStatus container) {
        var state = container.getState();
        if (state == null || state.getWaiting() == null) {
            return Optional.empty();
        }
        var waiting = state.getWaiting();
        return waiting.getReason() != null && IMAGE_PROBLEMS.contains(waiting.getReason())
                ? Optional.of(
                        new Obstacle(
                                Obstacle.Kind.IMAGE,
                                words(waiting.getMessage(), waiting.getReason())))
                : Optional.empty();
    }

    private static Optional<Obstacle> unschedulable(Pod pod) {
        return conditions(pod).stream()
                .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
                .findFirst()
                .map(c ->
                        new Obstacle(
                                Obstacle.Kind.UNSCHEDULABLE,
                                words(c.getMessage(), "no node takes the pod")));
    }

    private static @Nullable Disruption disruption(Pod pod) {
        var condition =
                conditions(pod).stream()
                        .filter(c -> "DisruptionTarget".equals(c.getType()))
                        .filter(c -> "True".equals(c.getStatus()))
                        .findFirst();
        if (condition.isPresent()) {
            var c = condition.get();
            return new Disruption(
                    "PreemptionByScheduler".equals(c.getReason()),
                    words(c.getMessage(), words(c.getReason(), "the pod was disrupted")));
        }
        return pod.getStatus() != null && "Evicted".equals(pod.getStatus().getReason())
                ? new Disruption(
                        false, words(pod.getStatus().getMessage(), "the node evicted the pod"))
                : null;
    }

    private static List<PodCondition> conditions(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getConditions() == null
                ? List.of()
                : pod.getStatus().getConditions();
    }

    private static String words(@Nullable String message, String otherwise) {
        return message == null || message.isBlank() ? otherwise : message;
    }
}
