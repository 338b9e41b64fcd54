package dev.easel.bot.live;

import dev.easel.protocol.client.Problem;

/** What api says to a call that a person's words went into. */
public sealed interface Answered<T> {
    record Good<T>(T value) implements Answered<T> {}

    /** api refused it, and says which field, which bound and what would do. */
    record Refused<T>(Problem problem) implements Answered<T> {}
}
