/**
 * A stand-in for AUTOMATIC1111 1.10.1: its HTTP interface with its silent fall-backs, its one queue
 * and its one global progress, over a painter in place of a model.
 */
@NullMarked
package dev.easel.sandbox.automatic1111;

import org.jspecify.annotations.NullMarked;
