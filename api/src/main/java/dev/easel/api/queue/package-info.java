/** Positions and estimates of waiting requests. */
@NullMarked
package dev.easel.api.queue;

import org.jspecify.annotations.NullMarked;
