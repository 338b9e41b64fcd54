/** Stands in for SearXNG, Brave Search and Google Custom Search, with their ways to fail. */
@NullMarked
package dev.easel.sandbox.search;

import org.jspecify.annotations.NullMarked;
