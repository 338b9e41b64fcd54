/** What people write: which messages ask for something, and what becomes of them. */
@NullMarked
package dev.easel.bot.conversation;

import org.jspecify.annotations.NullMarked;
