/** Measurements of a running Easel, held against thresholds that are kept as data. */
@NullMarked
package dev.easel.bench;

import org.jspecify.annotations.NullMarked;
