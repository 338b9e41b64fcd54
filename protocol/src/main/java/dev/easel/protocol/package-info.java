/** What api, bot and generator say to one another over HTTP. */
@NullMarked
package dev.easel.protocol;

import org.jspecify.annotations.NullMarked;
