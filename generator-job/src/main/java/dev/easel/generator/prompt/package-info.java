/** The text of a prompt: its parts, its length, its markup and the idiom of a checkpoint. */
@NullMarked
package dev.easel.generator.prompt;

import org.jspecify.annotations.NullMarked;
