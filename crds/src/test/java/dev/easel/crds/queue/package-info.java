@NullMarked
package dev.easel.crds.queue;

import org.jspecify.annotations.NullMarked;
