/** What a generator claims, reports and leaves behind. */
@NullMarked
package dev.easel.api.work;

import org.jspecify.annotations.NullMarked;
