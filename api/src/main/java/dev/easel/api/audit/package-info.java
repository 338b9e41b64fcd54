/** Who did what, when, and by which door. */
@NullMarked
package dev.easel.api.audit;

import org.jspecify.annotations.NullMarked;
