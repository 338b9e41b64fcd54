/** The generator's Job and what is read back from it and its pod. */
@NullMarked
package dev.easel.operator.launch;

import org.jspecify.annotations.NullMarked;
