/** What others might try against the API, over the wire. */
@NullMarked
package dev.easel.api.attack;

import org.jspecify.annotations.NullMarked;
