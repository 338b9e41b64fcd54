/** The generator's side of its talk with api, and its termination message. */
@NullMarked
package dev.easel.generator.work;

import org.jspecify.annotations.NullMarked;
