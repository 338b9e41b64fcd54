/** From an earlier generation to new settings: a typed change, or none, applied by code. */
@NullMarked
package dev.easel.generator.refine;

import org.jspecify.annotations.NullMarked;
