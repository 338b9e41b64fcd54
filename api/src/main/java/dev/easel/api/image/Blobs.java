package dev.easel.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where files lie by their keys: whole or not at all, and durable once they are there. An exception
 * says that the place does not answer. Thread-safe.
 */
public interface Blobs {
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

    /** Whether a file could be published now. */
    boolean isWritable();
}
