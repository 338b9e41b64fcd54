/** Easel's front door on Discord: hears commands, shows progress, posts results. */
@NullMarked
package dev.easel.bot;

import org.jspecify.annotations.NullMarked;
