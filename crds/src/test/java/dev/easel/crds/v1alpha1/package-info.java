@NullMarked
package dev.easel.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
