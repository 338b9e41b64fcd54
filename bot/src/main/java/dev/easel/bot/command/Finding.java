package dev.easel.bot.command;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param remedy what to do about it; absent where all is well
 */
record Finding(Level level, String text, @Nullable String remedy) {
    enum Level {
        GOOD("✅"),
        WEAK("⚠️"),
        BAD("❌");

        private final String mark;

        Level(String mark) {
            this.mark = mark;
        }
    }

    static Finding good(String text) {
        return new Finding(Level.GOOD, text, null);
    }

    static Finding weak(String text, String remedy) {
        return new Finding(Level.WEAK, text, remedy);
    }

    static Finding bad(String text, String remedy) {
        return new Finding(Level.BAD, text, remedy);
    }

    String line() {
        var line = level.mark + " " + text;
        return remedy == null ? line : line + "\n-# → " + remedy;
    }
}
