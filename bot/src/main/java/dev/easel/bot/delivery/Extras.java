package dev.easel.bot.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What a result's post shows besides the result itself.
 *
 * @param sourceUrl the post of the result that this one started from, where it is known
 * @param refinements how many refinements the thread has, if so many that a new thread is offered
 */
public record Extras(@Nullable String sourceUrl, @Nullable Integer refinements) {
    public static final Extras NONE = new Extras(null, null);
}
