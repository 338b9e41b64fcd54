package dev.easel.protocol.work;

/** An image that is safe in the store; {@code sizeBytes} is the file's. */
public record StoredImage(int index, String sha256, long sizeBytes, String key) {}
