/** Container images of Easel's processes, built without a registry or a container engine. */
@NullMarked
package dev.easel.sandbox.image;

import org.jspecify.annotations.NullMarked;
