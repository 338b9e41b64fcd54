/** Forgetting what a user wishes to be forgotten, and what is older than may be kept. */
@NullMarked
package dev.easel.api.erasure;

import org.jspecify.annotations.NullMarked;
