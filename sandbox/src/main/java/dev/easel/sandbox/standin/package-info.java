/** What the stand-ins for back ends share: the HTTP shell, faults, the request log. */
@NullMarked
package dev.easel.sandbox.standin;

import org.jspecify.annotations.NullMarked;
