package dev.easel.bot.delivery;

import dev.easel.bot.discord.DiscordFailure;
import dev.easel.crds.v1alpha1.Reason;

/**
 * Why a delivery did not work and what that means for it, decided from the failure alone.
 *
 * @param message for people with kubectl: what is missing and where
 */
record Setback(Reason reason, String message, Course course) {
    /** How it goes on. */
    enum Course {
        /** No try will ever work. */
        END,
        /** People have to change something: said at once, tried again then and now and then. */
        WAIT_FOR_PEOPLE,
        /** It should pass: said only when it lasts. */
        RETRY,
        /** It may pass, but not by trying for ever. */
        RETRY_SOME
    }

    /** Failures that last no longer than these tries are not worth a word. */
    static final int QUIET_FAILURES = 2;

    static final int SOME = 5;

    static final Setback TOKEN_REFUSED =
            new Setback(
                    Reason.DISCORD_TOKEN_INVALID,
                    "Discord refuses the bot's token; it is posted once the Secret holds a valid"
                            + " one",
                    Course.WAIT_FOR_PEOPLE);

    static final Setback AGE_RESTRICTION_MISSING =
            new Setback(
                    Reason.AGE_RESTRICTION_MISSING,
                    "pictures are shown in age-restricted channels only, and this is none",
                    Course.WAIT_FOR_PEOPLE);

    static final Setback TARGET_GONE =
            new Setback(
                    Reason.TARGET_GONE,
                    "the thread or channel does not exist, or the bot is not in its server",
                    Course.END);

    static final Setback RESULT_GONE =
            new Setback(
                    Reason.NOT_FOUND, "the result was deleted before it was posted", Course.END);

    static Setback of(DiscordFailure failure) {
        var words = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case GONE -> TARGET_GONE;
            case TOKEN -> TOKEN_REFUSED;
            case FORBIDDEN -> new Setback(Reason.PERMISSION_MISSING, words, Course.WAIT_FOR_PEOPLE);
            case LOCKED ->
                    new Setback(
                            Reason.THREAD_LOCKED, "the thread is locked", Course.WAIT_FOR_PEOPLE);
            case BLOCKED ->
                    new Setback(
                            Reason.CONTENT_BLOCKED,
                            "the server's AutoMod does not let the message through",
                            Course.WAIT_FOR_PEOPLE);
            case RATE_LIMITED ->
                    new Setback(Reason.RATE_LIMITED, "Discord's rate limit lasts", Course.RETRY);
            case UNAVAILABLE, LATE, TAKEN, THREAD_EXISTS, THREADS_FULL, MESSAGE_GONE, ARCHIVED ->
                    new Setback(Reason.DELIVERY_FAILED, coded(failure), Course.RETRY);
            case REFUSED, TOO_LARGE, FILES_REFUSED ->
                    new Setback(Reason.DELIVERY_FAILED, coded(failure), Course.RETRY_SOME);
        };
    }

    static Setback passing(String message) {
        return new Setback(Reason.DELIVERY_FAILED, message, Course.RETRY);
    }

    /** Whether readers of the resource should know now, after so many failures in a row. */
    boolean isWorthTelling(int failures) {
        return course == Course.WAIT_FOR_PEOPLE
                || course == Course.END
                || failures > QUIET_FAILURES;
    }

    boolean isOver(int failures) {
        return course == Course.END || (course == Course.RETRY_SOME && failures > SOME);
    }

    private static String coded(DiscordFailure failure) {
        return failure.code() == 0
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + failure.code() + ")";
    }
}
