/** Generation requests: creating, mirroring, reading and cancelling them. */
@NullMarked
package dev.easel.api.generation;

import org.jspecify.annotations.NullMarked;
