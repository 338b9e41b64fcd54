/** The REST API: its start, its configuration and how its parts are put together. */
@NullMarked
package dev.easel.api;

import org.jspecify.annotations.NullMarked;
