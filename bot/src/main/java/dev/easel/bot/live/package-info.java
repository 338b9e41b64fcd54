/** What the bot reads from api: progress, details, images. */
@NullMarked
package dev.easel.bot.live;

import org.jspecify.annotations.NullMarked;
