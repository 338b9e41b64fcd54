package dev.easel.api.lora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Hashes whole files, no faster than agreed, since others need the disk too.
 *
 * @param file of all bytes
 * @param tensors of the bytes after the header, by which back ends know a file
 */
record Hashes(String file, String tensors) {
    private static final int CHUNK_BYTES = 1024 * 1024;

    /** Lets through so many bytes a second; used by one thread. */
    static final class Pace {
        private final long bytesPerSecond;
        private final BooleanSupplier stopped;
        private long start = System.nanoTime();
        private long bytes;

        Pace(long bytesPerSecond, BooleanSupplier stopped) {
            this.bytesPerSecond = bytesPerSecond;
            this.stopped = stopped;
        }

        void spent(int count) {
            bytes += count;
            var due = start + (long) (bytes * 1e9 / bytesPerSecond);
            var ahead = due - System.nanoTime();
            // A pause of seconds must not be made up for at full speed afterwards.
            if (ahead < -1_000_000_000L) {
                start = System.nanoTime();
                bytes = 0;
            } else if (ahead > 0 && !stopped.getAsBoolean()) {
                java.util.concurrent.locks.LockSupport.parkNanos(ahead);
            }
        }
    }

    /** Empty if the process ends meanwhile. */
    static Optional<Hashes> of(Path file, long headerBytes, Pace pace) throws IOException {
        var whole = sha256();
        var tensors = sha256();
        var buffer = new byte[CHUNK_BYTES];
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            long at = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                whole.update(buffer, 0, count);
                var from = (int) Math.clamp(headerBytes - at, 0, count);
                tensors.update(buffer, from, count - from);
                at += count;
                pace.spent(count);
                if (pace.stopped.getAsBoolean()) {
                    return Optional.empty();
                }
            }
        }
        var hex = HexFormat.of();
        return Optional.of(
                new Hashes(hex.formatHex(whole.digest()), hex.formatHex(tensors.digest())));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
