/** How the bot talks to Discord: connection, calls, ids, messages of its own. */
@NullMarked
package dev.easel.bot.discord;

import org.jspecify.annotations.NullMarked;
