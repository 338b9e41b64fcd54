/** A namespace on a real control plane, with doubles for kubelet and api. */
@NullMarked
package dev.easel.operator.world;

import org.jspecify.annotations.NullMarked;
