/** Generation requests as the bot makes, finds and marks them. */
@NullMarked
package dev.easel.bot.request;

import org.jspecify.annotations.NullMarked;
