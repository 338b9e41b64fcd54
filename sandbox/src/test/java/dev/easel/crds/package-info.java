/** Holds the definitions to their promises on a real API server. */
@NullMarked
package dev.easel.crds;

import org.jspecify.annotations.NullMarked;
