/** What back ends have, and what is like a name that none of them has. */
@NullMarked
package dev.easel.api.catalogue;

import org.jspecify.annotations.NullMarked;
