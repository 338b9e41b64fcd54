/** The slash commands and buttons. */
@NullMarked
package dev.easel.bot.command;

import org.jspecify.annotations.NullMarked;
