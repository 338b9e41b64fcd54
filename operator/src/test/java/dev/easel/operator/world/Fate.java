package dev.easel.operator.world;

import org.jspecify.annotations.Nullable;

/** What becomes of a generator's pod. */
public sealed interface Fate {
    /** Runs, stores a result if {@code stores}, and exits with 0. */
    record Succeed(boolean stores) implements Fate {}

    /** Runs and exits with {@code code} and, if there is a reason, a receipt. */
    record Exit(int code, @Nullable String reason, @Nullable String message) implements Fate {}

    /** Runs until it is deleted, and then stops within its grace period. */
    record RunOn() implements Fate {}

    record OutOfMemory() implements Fate {}

    record Evicted() implements Fate {}

    record ImageMissing() implements Fate {}

    record NoNode() implements Fate {}

    /** Never gets anywhere. */
    record Stuck() implements Fate {}

    /** Runs, and does not answer a deletion: its node is gone. */
    record NodeLost() implements Fate {}
}
