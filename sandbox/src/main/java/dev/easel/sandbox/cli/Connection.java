package dev.easel.sandbox.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is and the key that opens it; kept in a file that only its owner can read.
 *
 * @param discord control surface of the Discord stand-in; absent with the real Discord
 */
public record Connection(URI api, String key, @Nullable URI discord) {
    public static Connection read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("Easel is not running here: start it with ./easel up");
        }
        return new ObjectMapper().readValue(file.toFile(), Connection.class);
    }

    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, new ObjectMapper().writeValueAsString(this));
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "Connection[" + api + "]";
    }
}
