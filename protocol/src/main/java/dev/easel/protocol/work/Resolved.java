package dev.easel.protocol.work;

/** A value and where it comes from. The language model may only change INSTALLATION values. */
public record Resolved<T>(T value, Provenance from) {}
