package dev.easel.protocol.work;

import java.util.UUID;

/** The id under which the result is stored; a repeated report gets the same one. */
public record ResultReceipt(UUID resultId) {}
