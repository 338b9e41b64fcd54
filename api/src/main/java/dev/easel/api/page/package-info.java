/** The page that people use in a browser. */
@NullMarked
package dev.easel.api.page;

import org.jspecify.annotations.NullMarked;
