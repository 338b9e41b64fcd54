package dev.easel.bot.delivery;

/**
 * How the pictures of a result are shown.
 *
 * @param limitBytes what the server takes of one file
 * @param spoiler whether each picture hides behind a click
 * @param wordless whether the words of users are left out, since the server blocked them
 */
record Look(long limitBytes, boolean spoiler, boolean wordless) {
    Look withoutWords() {
        return new Look(limitBytes, spoiler, true);
    }
}
