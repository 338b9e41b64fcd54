/** Who gets which slot: the one writer of a pool's status. */
@NullMarked
package dev.easel.operator.pool;

import org.jspecify.annotations.NullMarked;
