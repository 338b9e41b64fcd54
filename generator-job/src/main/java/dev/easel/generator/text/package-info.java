/** What the generator tells users, in their language. */
@NullMarked
package dev.easel.generator.text;

import org.jspecify.annotations.NullMarked;
