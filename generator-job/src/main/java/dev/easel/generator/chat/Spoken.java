package dev.easel.generator.chat;

import org.jspecify.annotations.Nullable;

/** What came of one call to the language model. */
sealed interface Spoken {
    /**
     * An answer, perhaps a useless one.
     *
     * @param text null if there was nothing but thinking
     */
    record Said(
            @Nullable String text, Finish finish, int tokensIn, int tokensOut, int thinkingChars)
            implements Spoken {}

    /** The server did not answer, or not as a language model. */
    record Failed(Trouble trouble, String why) implements Spoken {}

    /** How it came to an end; NONE if the server broke off without saying. */
    enum Finish {
        STOP,
        LENGTH,
        OTHER,
        NONE
    }

    /** Why there was no answer. */
    enum Trouble {
        UNREACHABLE,
        BUSY,
        SERVER_ERROR,
        TIMEOUT,
        MODEL_MISSING,
        REFUSED,
        /** The question does not fit the model's context. */
        TOO_LONG,
        GARBAGE
    }
}
