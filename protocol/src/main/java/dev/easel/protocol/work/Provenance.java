package dev.easel.protocol.work;

/** Where a value comes from, strongest first. */
public enum Provenance {
    REQUEST,
    PREVIOUS_GENERATION,
    USER,
    GUILD,
    INSTALLATION
}
