/** What guilds and users have settled, and which value holds for a request. */
@NullMarked
package dev.easel.api.settings;

import org.jspecify.annotations.NullMarked;
