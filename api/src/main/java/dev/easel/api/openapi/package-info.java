@NullMarked
package dev.easel.api.openapi;

import org.jspecify.annotations.NullMarked;
