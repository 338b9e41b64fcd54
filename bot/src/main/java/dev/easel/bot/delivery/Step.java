package dev.easel.bot.delivery;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;

/** What a request needs of the bot now, decided from the resource alone. */
sealed interface Step {
    /** Nothing, now or later. */
    record Ignore() implements Step {}

    /** Finished, and nobody asked for it on Discord: say so, for readers of the resource. */
    record MarkNotRequested() implements Step {}

    /** Alive: keep the card true. */
    record Follow(Delivery.Discord where) implements Step {}

    record PostResult(Delivery.Discord where) implements Step {}

    record PostFailure(Delivery.Discord where) implements Step {}

    /** Someone cancelled it: the card says so, which is all the answer there is. */
    record CloseCard(Delivery.Discord where) implements Step {}

    /** Whether there is something to say that nobody has said yet. */
    default boolean isForPosting() {
        return !(this instanceof Ignore || this instanceof Follow);
    }

    static Step of(GenerationRequest request) {
        var status =
                request.getStatus() == null ? GenerationRequestStatus.EMPTY : request.getStatus();
        if (status.deliveryIsOver() || request.getMetadata().getDeletionTimestamp() != null) {
            return new Ignore();
        }
        var succeeded = status.condition(Condition.SUCCEEDED);
        var outcome = succeeded.map(Condition::status).orElse(ConditionStatus.UNKNOWN);
        var delivery = request.getSpec().delivery();
        var where = delivery == null ? null : delivery.discord();
        if (where == null) {
            return outcome == ConditionStatus.UNKNOWN ? new Ignore() : new MarkNotRequested();
        }
        return switch (outcome) {
            // A stored result is a success, unless someone cancels it before its generator is gone:
            // nobody has to wait for that.
            case UNKNOWN ->
                    status.is(Condition.RESULT_STORED, ConditionStatus.TRUE)
                                    && request.getSpec().desiredState() != DesiredState.CANCELLED
                            ? new PostResult(where)
                            : new Follow(where);
            case TRUE -> new PostResult(where);
            case FALSE ->
                    succeeded.map(Condition::reason).orElse("").equals(Reason.CANCELLED.word())
                            ? new CloseCard(where)
                            : new PostFailure(where);
        };
    }
}
