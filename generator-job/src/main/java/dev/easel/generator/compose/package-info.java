/** From an instruction to complete settings, with the language model's help. */
@NullMarked
package dev.easel.generator.compose;

import org.jspecify.annotations.NullMarked;
