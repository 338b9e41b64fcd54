package dev.easel.operator.request;

import static dev.easel.operator.request.Observations.NOW;
import static java.util.Objects.requireNonNull;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Duration;

/** Planning for tests. */
final class Plans {
    static final Duration LONG_AGO = Duration.ofMinutes(10);
    static final Duration JUST_NOW = Duration.ofMillis(100);
    static final RequestPlanner PLANNER = new RequestPlanner(Limits.DEFAULT);

    private Plans() {}

    static Plan plan(Observations observations) {
        return PLANNER.next(observations.seen(), NOW);
    }

    /** For example {@code "False/Cancelled"}. */
    static String says(Plan plan, String type) {
        var condition = plan.status().condition(type).orElseThrow();
        return switch (condition.status()) {
                    case TRUE -> "True/";
                    case FALSE -> "False/";
                    case UNKNOWN -> "Unknown/";
                }
                + condition.reason();
    }

    static GenerationRequestStatus.Failure failure(Plan plan) {
        return requireNonNull(plan.status().failure());
    }

    static Observations stored(Observations observations) {
        return observations.condition(Condition.RESULT_STORED, ConditionStatus.TRUE, Reason.STORED);
    }
}
