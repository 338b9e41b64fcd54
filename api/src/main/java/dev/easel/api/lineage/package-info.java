/** What a request was made from, and what was made from it. */
@NullMarked
package dev.easel.api.lineage;

import org.jspecify.annotations.NullMarked;
