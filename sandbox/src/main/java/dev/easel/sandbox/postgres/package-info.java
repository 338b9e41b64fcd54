@NullMarked
package dev.easel.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
