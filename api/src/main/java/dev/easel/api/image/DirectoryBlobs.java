package dev.easel.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A directory, which several processes may share. A file is written beside its place, forced to the
 * disk and moved.
 */
public final class DirectoryBlobs implements Blobs {
    private final Path directory;
    private final Path incoming;

    public DirectoryBlobs(Path directory) throws IOException {
        this.directory = directory.normalize();
        this.incoming = this.directory.resolve("incoming");
        Files.createDirectories(incoming);
    }

    @Override
    public Path incoming() {
        return incoming;
    }

    @Override
    public void publish(Path file, String key) throws IOException {
        var target = file(key);
        var folder = target.getParent();
        if (folder == null) {
            throw new IOException("a file needs a folder");
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.createDirectories(folder);
        Files.move(
                file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The name is durable only once the folder is.
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<InputStream> open(String key, long from, long bytesMax) throws IOException {
        try {
            var channel = FileChannel.open(file(key), StandardOpenOption.READ);
            channel.position(from);
            return Optional.of(new Limited(Channels.newInputStream(channel), bytesMax));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(file(key));
    }

    @Override
    public boolean isWritable() {
        return Files.isWritable(incoming);
    }

    private Path file(String key) {
        var file = directory.resolve(key).normalize();
        if (!file.startsWith(directory)) {
            throw new IllegalArgumentException("a key never leads out of the store");
        }
        return file;
    }
}
