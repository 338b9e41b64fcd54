package dev.easel.generator.chat;

/** What the language model said, made into what was asked for or into a complaint about it. */
public sealed interface Reading<T> {
    record Usable<T>(T value) implements Reading<T> {}

    /**
     * @param complaint says to the model what to do better
     */
    record Unusable<T>(String complaint) implements Reading<T> {}
}
