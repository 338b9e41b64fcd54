/** What api and a generator say: claim, work order, progress, images, result. */
@NullMarked
package dev.easel.protocol.work;

import org.jspecify.annotations.NullMarked;
