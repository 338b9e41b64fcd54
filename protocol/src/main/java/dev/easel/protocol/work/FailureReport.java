package dev.easel.protocol.work;

/** Why an attempt failed: a word of the reason registry, and a message fit for the user. */
public record FailureReport(String reason, String message) {}
