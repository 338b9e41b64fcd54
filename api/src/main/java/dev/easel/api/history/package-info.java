/** What was made before: finding it by request or by thread, and reading it back whole. */
@NullMarked
package dev.easel.api.history;

import org.jspecify.annotations.NullMarked;
