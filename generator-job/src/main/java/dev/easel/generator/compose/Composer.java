package dev.easel.generator.compose;

import dev.easel.generator.Deadline;
import dev.easel.generator.chat.Conversation;
import dev.easel.generator.prompt.PromptText;
import dev.easel.protocol.work.ResultReport.Writer;

/** Has the language model write a composition; falls back to the bare instruction. */
public final class Composer {
    private final Conversation conversation;

    public Composer(Conversation conversation) {
        this.conversation = conversation;
    }

    /** The version of the instructions to the language model, kept with each result. */
    public static String promptVersion() {
        return ComposeQuestion.VERSION;
    }

    public Composition compose(Commission commission, Deadline deadline)
            throws InterruptedException {
        return conversation
                .ask(ComposeQuestion.of(commission), Answer::read, deadline)
                .orElseGet(() -> fallback(commission.instruction()));
    }

    /** The picture is then as good as the renderer understands the user's own words. */
    public static Composition fallback(String instruction) {
        return new Composition(
                Writer.FALLBACK,
                PromptText.of(instruction).text(),
                null,
                null,
                Composition.Wishes.NONE);
    }
}
