/** The page that shows the Discord stand-in's guild and lets a person act there. */
@NullMarked
package dev.easel.sandbox.discord.window;

import org.jspecify.annotations.NullMarked;
