package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An Event to publish; the same transition gives the same {@code key}. */
record Announcement(String key, boolean warning, String reason, String message) {
    private static final Set<String> OBSTACLES =
            Set.of(
                    Reason.UNSCHEDULABLE.word(),
                    Reason.IMAGE_PULL_FAILED.word(),
                    Reason.FENCE_REJECTED.word(),
                    Reason.NODE_LOST.word());

    /** What people should hear of the way from {@code before} to {@code after}. Pure. */
    static List<Announcement> between(
            GenerationRequestStatus before, GenerationRequestStatus after) {
        var announcements = new ArrayList<Announcement>();
        after.condition(Condition.ADMITTED)
                .filter(c -> c.status() == ConditionStatus.TRUE && isNew(before, after, c))
                .map(c -> of(after, c, false))
                .or(() -> passedBy(before, after))
                .ifPresent(announcements::add);
        after.condition(Condition.GENERATOR_READY)
                .filter(c -> OBSTACLES.contains(c.reason()) && isNew(before, after, c))
                .ifPresent(c -> announcements.add(of(after, c, true)));
        after.condition(Condition.INTERRUPTED)
                .filter(c -> c.status() == ConditionStatus.TRUE && isNew(before, after, c))
                .ifPresent(c -> announcements.add(of(after, c, true)));
        after.condition(Condition.SUCCEEDED)
                .filter(c -> tells(c) && isNew(before, after, c))
                .ifPresent(
                        c -> announcements.add(of(after, c, c.status() == ConditionStatus.FALSE)));
        return announcements;
    }

    /** An attempt that was over before its beginning was written down did have its slot. */
    private static Optional<Announcement> passedBy(
            GenerationRequestStatus before, GenerationRequestStatus after) {
        return after.attempts().stream()
                .filter(a -> before.attempts().stream().noneMatch(b -> b.token().equals(a.token())))
                .filter(a -> a.endTime() != null)
                .findFirst()
                .map(a ->
                        new Announcement(
                                key(a.number(), Condition.ADMITTED, Reason.SLOT_RESERVED.word()),
                                false,
                                Reason.SLOT_RESERVED.word(),
                                "Slot "
                                        + a.slot()
                                        + " was reserved for attempt "
                                        + a.number()
                                        + "."));
    }

    private static String key(int attempt, String condition, String reason) {
        return attempt + "/" + condition + "/" + reason;
    }

    private static boolean tells(Condition succeeded) {
        return succeeded.status() != ConditionStatus.UNKNOWN
                || Reason.RETRYING.word().equals(succeeded.reason())
                || Reason.SUSPENDED.word().equals(succeeded.reason())
                || Reason.CANCELLING.word().equals(succeeded.reason());
    }

    /** New in kind, or of another attempt. */
    private static boolean isNew(
            GenerationRequestStatus before, GenerationRequestStatus after, Condition condition) {
        return before.condition(condition.type())
                .filter(b ->
                        b.status() == condition.status() && b.reason().equals(condition.reason()))
                .filter(_ -> ended(before) == ended(after))
                .isEmpty();
    }

    private static long ended(GenerationRequestStatus status) {
        return status.attempts().stream().filter(a -> a.endTime() != null).count();
    }

    private static Announcement of(
            GenerationRequestStatus status, Condition condition, boolean warning) {
        var attempt = status.attempt() == null ? 0 : status.attempt();
        return new Announcement(
                key(attempt, condition.type(), condition.reason()),
                warning,
                condition.reason(),
                condition.message().isBlank() ? condition.reason() : condition.message());
    }
}
