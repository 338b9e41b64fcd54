/** What was asked for and what it took, added up. */
@NullMarked
package dev.easel.api.usage;

import org.jspecify.annotations.NullMarked;
