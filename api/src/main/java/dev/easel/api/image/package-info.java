/** The image store: a directory of PNG files. */
@NullMarked
package dev.easel.api.image;

import org.jspecify.annotations.NullMarked;
