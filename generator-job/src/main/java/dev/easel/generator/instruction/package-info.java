/** What code can read in an instruction, without a language model. */
@NullMarked
package dev.easel.generator.instruction;

import org.jspecify.annotations.NullMarked;
