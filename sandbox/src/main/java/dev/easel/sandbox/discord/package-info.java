/**
 * A Discord that runs here: REST, gateway and file host on one port, one guild, one bot and two
 * users whose hands are {@link dev.easel.sandbox.discord.UserDriver}.
 */
@NullMarked
package dev.easel.sandbox.discord;

import org.jspecify.annotations.NullMarked;
