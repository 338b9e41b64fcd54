/** The one message per request that is edited while it waits and runs. */
@NullMarked
package dev.easel.bot.card;

import org.jspecify.annotations.NullMarked;
