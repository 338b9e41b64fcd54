/** Makes the manifests from the records, and holds the committed ones to them. */
@NullMarked
package dev.easel.crds.manifest;

import org.jspecify.annotations.NullMarked;
