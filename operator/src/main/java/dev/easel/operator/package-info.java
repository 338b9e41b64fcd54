/** The operator's process: configuration, wiring, leadership and metrics. */
@NullMarked
package dev.easel.operator;

import org.jspecify.annotations.NullMarked;
