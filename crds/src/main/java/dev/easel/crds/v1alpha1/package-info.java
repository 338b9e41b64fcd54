/** The two kinds of {@code easel.dev/v1alpha1}, and the registry of reasons. */
@NullMarked
package dev.easel.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
