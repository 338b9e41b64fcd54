/** One attempt of one generation request, from the claim to the exit code. */
@NullMarked
package dev.easel.generator;

import org.jspecify.annotations.NullMarked;
