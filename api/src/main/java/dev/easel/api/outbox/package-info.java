/** Status writes to resources that survive an outage of the API server. */
@NullMarked
package dev.easel.api.outbox;

import org.jspecify.annotations.NullMarked;
