/** Measurements of api on this machine, without a sandbox. */
@NullMarked
package dev.easel.bench.api;

import org.jspecify.annotations.NullMarked;
