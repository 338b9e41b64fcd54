/** What a thread has made, and forgetting it. */
@NullMarked
package dev.easel.api.thread;

import org.jspecify.annotations.NullMarked;
