/** Follows requests that want their answer on Discord and posts each result once. */
@NullMarked
package dev.easel.bot.delivery;

import org.jspecify.annotations.NullMarked;
