package dev.easel.api.research;

import java.util.Locale;

/** Why a provider did not answer a search. */
enum Trouble {
    /** It refuses what is configured here: the key, the engine, or JSON as a format. */
    MISCONFIGURED,
    /** It has ended, or never was open to this account. */
    GONE,
    /** No more calls until a known time. */
    QUOTA_SPENT,
    /** Too many calls for this moment. */
    BUSY,
    /** Its own sources refused it, so that an empty answer means nothing. */
    BLOCKED,
    UNREACHABLE,
    SERVER_ERROR,
    /** The answer is none of its format, or too long. */
    GARBAGE,
    /** It refuses this very search and would take others. */
    REFUSED,
    /** Not called: it is left alone for a while after earlier trouble. */
    SHUT,
    /** Not called: all replicas together have used up the calls of this minute. */
    NO_TOKEN;

    /** Whether the same call may succeed a moment later. */
    boolean passes() {
        return this == BUSY || this == UNREACHABLE || this == SERVER_ERROR;
    }

    /** Whether a person must change something. */
    boolean needsAPerson() {
        return this == MISCONFIGURED || this == GONE;
    }

    boolean isALimit() {
        return this == BUSY || this == QUOTA_SPENT || this == NO_TOKEN;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
