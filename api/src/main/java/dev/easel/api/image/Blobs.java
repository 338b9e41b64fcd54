package dev.easel.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where files lie by their keys: whole or not at all, and durable once they are there. An exception
 * says that the place does not answer. Thread-safe.
 */
public interface Blobs extends AutoCloseable {
    /** A directory of this machine for files that are not published yet. */
    Path incoming();

    /** Takes the file, which may be gone afterwards; whatever had the key is replaced. */
    void publish(Path file, String key) throws IOException;

    /**
     * Empty if nothing has the key.
     *
     * @param from the first byte, inside the file
     * @param bytesMax fewer come if the file ends before
     */
    Optional<InputStream> open(String key, long from, long bytesMax) throws IOException;

    /** One that has gone is as good. */
    void delete(String key) throws IOException;

    /** All in the folder, however deep; nobody has a folder that does not fit into memory. */
    List<Found> list(String folder) throws IOException;

    /**
     * A published file.
     *
     * @param modified when it was published
     */
    record Found(String key, Instant modified) {}

    /** Whether files may be asked for and published. */
    boolean isReady();

    @Override
    void close();
}
