/** What the web says about a theme, as bounded and quoted text; on trouble a note and no more. */
@NullMarked
package dev.easel.generator.research;

import org.jspecify.annotations.NullMarked;
