/**
 * A stand-in for Ollama: its wire format, loading and unloading, schemas and ways to fail, over a
 * phrase book in place of a model.
 */
@NullMarked
package dev.easel.sandbox.ollama;

import org.jspecify.annotations.NullMarked;
