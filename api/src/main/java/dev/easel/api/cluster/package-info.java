/** The Kubernetes side: resources as api sees and writes them, and which replica acts on them. */
@NullMarked
package dev.easel.api.cluster;

import org.jspecify.annotations.NullMarked;
