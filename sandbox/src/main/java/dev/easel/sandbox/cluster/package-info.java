@NullMarked
package dev.easel.sandbox.cluster;

import org.jspecify.annotations.NullMarked;
