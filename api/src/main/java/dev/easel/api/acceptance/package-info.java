/** Whether a request can be carried out, checked before it waits in the queue. */
@NullMarked
package dev.easel.api.acceptance;

import org.jspecify.annotations.NullMarked;
