/** AUTOMATIC1111 and its relatives: what they list, render and silently change. */
@NullMarked
package dev.easel.generator.render;

import org.jspecify.annotations.NullMarked;
