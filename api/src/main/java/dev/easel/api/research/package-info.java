/** Searches of the web for generators: providers in order, a cache, limits that replicas share. */
@NullMarked
package dev.easel.api.research;

import org.jspecify.annotations.NullMarked;
