package dev.easel.bot.conversation;

import org.jspecify.annotations.Nullable;

/** What a message asks of the bot; decided from the message alone. */
sealed interface Meaning {
    /** Nothing. */
    record Ignore() implements Meaning {}

    /**
     * Change a picture.
     *
     * @param source the request whose picture was answered; absent for the thread's latest
     */
    record Refine(String instruction, @Nullable String source) implements Meaning {}

    /** Wanted outside of any thread: it may be about the author's latest picture or a new one. */
    record Ask(String instruction) implements Meaning {}

    /** Discord hides what was written: say how to be heard. */
    record Unreadable() implements Meaning {}

    /** We were called without a word: say what can be said. */
    record Wordless() implements Meaning {}

    /**
     * We were called in a thread that someone else opened.
     *
     * @param meant what is asked for if a picture of ours was made there
     */
    record Called(Meaning meant) implements Meaning {}

    static Meaning of(Heard heard, String ignorePrefix) {
        var instruction = heard.instruction();
        boolean ignored =
                !ignorePrefix.isEmpty()
                        && (heard.content().startsWith(ignorePrefix)
                                || instruction.startsWith(ignorePrefix));
        if (!heard.byPerson() || ignored || heard.aside()) {
            return new Ignore();
        }
        var source = heard.reply() == null ? null : heard.reply().result();
        return switch (heard.where()) {
            case OWN_THREAD ->
                    instruction.isEmpty() ? empty(heard) : new Refine(instruction, source);
            case OTHER_THREAD -> {
                if (!heard.addressed()) {
                    yield new Ignore();
                }
                var meant = instruction.isEmpty() ? empty(heard) : new Refine(instruction, source);
                yield source == null ? new Called(meant) : meant;
            }
            case CHANNEL -> {
                if (!heard.addressed()) {
                    yield new Ignore();
                }
                if (instruction.isEmpty()) {
                    yield empty(heard);
                }
                yield source == null ? new Ask(instruction) : new Refine(instruction, source);
            }
        };
    }

    /** Nothing to read is never an empty prompt: hidden words, a bare call, or only a picture. */
    private static Meaning empty(Heard heard) {
        if (heard.hidden() && heard.content().isEmpty()) {
            return new Unreadable();
        }
        return heard.addressed() ? new Wordless() : new Ignore();
    }
}
