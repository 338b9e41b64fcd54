package dev.easel.protocol.work;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The receipt that a generator leaves in its termination message, at most 4096 bytes of JSON.
 *
 * @param token the slot token it worked under
 * @param code its exit code
 */
public record Termination(
        long token, int code, String reason, String message, @Nullable UUID resultId) {
    public static final int BYTES_MAX = 4096;
}
