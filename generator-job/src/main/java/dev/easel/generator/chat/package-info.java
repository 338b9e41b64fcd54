/** Talks with the language model: questions with a schema, answers that are read or repaired. */
@NullMarked
package dev.easel.generator.chat;

import org.jspecify.annotations.NullMarked;
