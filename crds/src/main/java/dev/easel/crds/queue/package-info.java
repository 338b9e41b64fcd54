/** The order in which waiting requests are served, as a pure function. */
@NullMarked
package dev.easel.crds.queue;

import org.jspecify.annotations.NullMarked;
