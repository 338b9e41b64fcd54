package dev.easel.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        // A name is durable only once its folder is, and a new folder is a name too.
        for (@Nullable Path level = folder;
                level != null && level.startsWith(directory);
                level = level.getParent()) {
            force(level);
        }
    }

    private static void force(Path folder) throws IOException {
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
    public List<Found> list(String name) throws IOException {
        var found = new ArrayList<Found>();
        var folder = file(name);
        if (!Files.isDirectory(folder)) {
            return found;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        found.add(
                                new Found(
                                        directory.relativize(file).toString(),
                                        attributes.lastModifiedTime().toInstant()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
        return found;
    }

    @Override
    public boolean isReady() {
        return Files.isWritable(incoming);
    }

    @Override
    public void close() {}

    private Path file(String key) {
        var file = directory.resolve(key).normalize();
        if (!file.startsWith(directory)) {
            throw new IllegalArgumentException("a key never leads out of the store");
        }
        return file;
    }
}
