package dev.easel.generator;

import dev.easel.generator.chat.Conversation;
import dev.easel.generator.compose.Commission;
import dev.easel.generator.compose.Composer;
import dev.easel.generator.compose.Composition;
import dev.easel.generator.compose.LoraChoice;
import dev.easel.generator.compose.SettingsChoice;
import dev.easel.generator.instruction.PlainWishes;
import dev.easel.generator.refine.Refiner;
import dev.easel.generator.refine.Repetition;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.text.Notice;
import dev.easel.protocol.work.ResolvedParameters;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.ResultReport.Writer;
import dev.easel.protocol.work.WorkOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** From a work order to complete settings; asks the language model only where words need it. */
final class Preparation {
    private static final long SEEDS = 1L << 32;

    private final WorkOrder order;
    private final Catalogue catalogue;
    private final Pace pace;
    private final RandomGenerator random;

    Preparation(WorkOrder order, Catalogue catalogue, Pace pace, RandomGenerator random) {
        this.order = order;
        this.catalogue = catalogue;
        this.pace = pace;
        this.random = random;
    }

    /** What somebody fixed must exist, before minutes are spent on anything else. */
    void check() {
        if (order.action().equals("Generate")) {
            var given = PlainWishes.in(order.instruction(), catalogue).over(order.parameters());
            var loras = new LoraChoice(order.loras(), catalogue);
            SettingsChoice.of(given, List.of(), Composition.given(given), loras, () -> 0);
        }
    }

    /**
     * @param background what research found, for Generate
     */
    Prepared prepare(@Nullable String background, Deadline deadline) throws InterruptedException {
        return switch (order.action()) {
            case "Generate" -> generate(background, deadline);
            case "Refine" ->
                    new Refiner(conversation(), order.backend().ollamaModel(), this::seed)
                            .refine(order, catalogue, deadline);
            case "Restore" -> repetition().restore();
            case "Reroll" -> repetition().reroll();
            case "Vary" -> repetition().vary();
            case "Upscale" -> repetition().upscale();
            case "Replay" -> repetition().replay();
            default ->
                    throw new AttemptFailed(
                            ExitCode.ACTION_NOT_SUPPORTED,
                            "this generator does not know the action " + order.action());
        };
    }

    private Repetition repetition() {
        return new Repetition(order, catalogue, this::seed);
    }

    private long seed() {
        return random.nextLong(SEEDS);
    }

    private Prepared generate(@Nullable String background, Deadline deadline)
            throws InterruptedException {
        var plain = PlainWishes.in(order.instruction(), catalogue);
        var given = plain.over(order.parameters());
        var loras = new LoraChoice(order.loras(), catalogue);
        var composition = composition(plain, given, loras, background, deadline);
        var choice = SettingsChoice.of(given, plain.unwanted(), composition, loras, this::seed);
        var notices = new ArrayList<>(plain.notices());
        notices.addAll(choice.notices());
        if (composition.writer() == Writer.FALLBACK) {
            notices.add(Notice.of(Notice.Kind.OWN_WORDS));
        }
        var asked = composition.writer() != Writer.REQUEST;
        return new Prepared(
                choice.settings(),
                choice.seedFree(),
                new ResultReport.Composition(
                        composition.writer(),
                        asked ? order.backend().ollamaModel() : null,
                        asked ? Composer.promptVersion() : null,
                        composition.explanation(),
                        choice.provenance()),
                null,
                notices);
    }

    /** A given prompt is used as it is: nobody is asked. */
    private Composition composition(
            PlainWishes plain,
            ResolvedParameters given,
            LoraChoice loras,
            @Nullable String background,
            Deadline deadline)
            throws InterruptedException {
        if (given.prompt() != null) {
            return Composition.given(given);
        }
        var instruction = order.instruction();
        if (instruction == null || instruction.isBlank()) {
            throw new IllegalStateException("the work order has neither instruction nor prompt");
        }
        // An instruction of nothing but flags still says something to the model.
        var words = plain.rest().isBlank() ? instruction : plain.rest();
        return new Composer(conversation())
                .compose(new Commission(words, given, catalogue, loras, background), deadline);
    }

    Conversation conversation() {
        var backend = order.backend();
        return new Conversation(
                backend.ollamaUrl(), backend.ollamaModel(), backend.sharedMemory(), pace, random);
    }
}
