package dev.easel.generator.refine;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Deadline;
import dev.easel.generator.Prepared;
import dev.easel.generator.chat.Conversation;
import dev.easel.generator.chat.Reading;
import dev.easel.generator.render.Catalogue;
import dev.easel.protocol.work.WorkOrder;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Refines an earlier generation. What code can read, it does; for the rest the language model names
 * a change, which code checks and applies.
 */
public final class Refiner {
    private final Conversation conversation;
    private final String modelName;
    private final LongSupplier freshSeed;

    public Refiner(Conversation conversation, String modelName, LongSupplier freshSeed) {
        this.conversation = conversation;
        this.modelName = modelName;
        this.freshSeed = freshSeed;
    }

    /** The version of the instructions to the language model, kept with each result. */
    public static String promptVersion() {
        return RefineQuestion.VERSION;
    }

    /**
     * @throws AttemptFailed if nothing of an instruction can be understood, since a picture that
     *     ignores it, or that shows its words, helps nobody
     */
    public Prepared refine(WorkOrder order, Catalogue catalogue, Deadline deadline)
            throws InterruptedException {
        var work = new Refining(order, catalogue, modelName, freshSeed);
        if (!work.needsTheModel()) {
            return work.prepared(null);
        }
        return work.prepared(
                conversation.ask(work.question(), worthIt(work.saysPlainly()), deadline));
    }

    /** Goes through what follows an answer, for the recording of a class-data archive. */
    public static void train(WorkOrder order, Catalogue catalogue) {
        var answer =
                "{\"explanation\":\"t\",\"replace\":[{\"part\":\"p1\",\"text\":\"a\"}],"
                        + "\"add\":[{\"text\":\"b\",\"after\":\"p1\"}],\"remove\":[\"n1\"],\"steps\":9}";
        if (DeltaAnswer.read(answer) instanceof Reading.Usable<Delta>(var delta)) {
            new Refining(order, catalogue, "training", () -> 1).prepared(Optional.of(delta));
        }
    }

    /** A model that changes nothing is asked once whether it means that. */
    static Function<String, Reading<Delta>> worthIt(boolean emptyIsFine) {
        var empty = new AtomicInteger();
        return text -> {
            var reading = DeltaAnswer.read(text);
            if (reading instanceof Reading.Usable<Delta>(var delta)
                    && delta.empty()
                    && !emptyIsFine
                    && empty.getAndIncrement() == 0) {
                return new Reading.Unusable<>(
                        "it changes nothing. Name the parts to remove, replace or add; if the"
                                + " instruction really asks for no change, give the same answer"
                                + " again");
            }
            return reading;
        };
    }
}
