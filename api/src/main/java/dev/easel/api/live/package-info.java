/** Live progress over server-sent events. */
@NullMarked
package dev.easel.api.live;

import org.jspecify.annotations.NullMarked;
