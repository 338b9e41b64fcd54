package dev.easel.protocol.work;

/** Asks for the work order of an attempt; the pod's identity comes from its token. */
public record ClaimRequest(long slotToken) {}
