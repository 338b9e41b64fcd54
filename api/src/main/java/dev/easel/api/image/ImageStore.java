package dev.easel.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * A directory of PNG files, each named by what it is and by its SHA-256. A file is there whole or
 * not at all: it is written beside its place, forced to the disk and moved. Thread-safe, also among
 * processes that share the directory.
 */
public final class ImageStore {
    public static final long BYTES_MAX = 64L * 1024 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int WRITERS_MAX = 8;

    private final Path directory;
    private final Path incoming;
    private final long reserveBytes;
    private final Semaphore writers = new Semaphore(WRITERS_MAX);

    /**
     * @param reserveBytes is left free on the disk, so that everything else on it goes on working
     */
    public ImageStore(Path directory, long reserveBytes) throws IOException {
        this.directory = directory;
        this.incoming = directory.resolve("incoming");
        this.reserveBytes = reserveBytes;
        Files.createDirectories(incoming);
    }

    /** Which image of which attempt. */
    public record Place(UUID request, int attempt, int index) {
        String key(String sha256) {
            return "%s/%s/%d/%d-%s.png"
                    .formatted(request.toString().substring(0, 2), request, attempt, index, sha256);
        }
    }

    /** How an upload ended. */
    public sealed interface Outcome {
        record Stored(String key, String sha256, long sizeBytes, int width, int height)
                implements Outcome {}

        record TooLarge() implements Outcome {}

        record WrongHash(String sha256) implements Outcome {}

        record NotAnImage(String why) implements Outcome {}

        record DiskFull(long freeBytes) implements Outcome {}

        record Busy() implements Outcome {}
    }

    public Outcome put(Place place, String expectedSha256, InputStream body) throws IOException {
        if (!writers.tryAcquire()) {
            return new Outcome.Busy();
        }
        var file = incoming.resolve(UUID.randomUUID() + ".part");
        try {
            var free = Files.getFileStore(directory).getUsableSpace();
            if (free < reserveBytes + BUFFER_BYTES) {
                return new Outcome.DiskFull(free);
            }
            return receive(place, expectedSha256, body, file);
        } catch (IOException e) {
            if (isDiskFull(e)) {
                return new Outcome.DiskFull(0);
            }
            throw e;
        } finally {
            writers.release();
            Files.deleteIfExists(file);
        }
    }

    private Outcome receive(Place place, String expectedSha256, InputStream body, Path file)
            throws IOException {
        var digest = sha256();
        var head = new byte[PngHeader.BYTES];
        var size = 0L;
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = new byte[BUFFER_BYTES];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                if (size + read > BYTES_MAX) {
                    return new Outcome.TooLarge();
                }
                if (size < head.length) {
                    var part = (int) Math.min(read, head.length - size);
                    System.arraycopy(buffer, 0, head, (int) size, part);
                }
                digest.update(buffer, 0, read);
                writeFully(channel, ByteBuffer.wrap(buffer, 0, read));
                size += read;
            }
            channel.force(true);
        }
        var sha256 = HexFormat.of().formatHex(digest.digest());
        if (!sha256.equals(expectedSha256)) {
            return new Outcome.WrongHash(sha256);
        }
        return switch (PngHeader.read(Arrays.copyOf(head, (int) Math.min(size, head.length)))) {
            case PngHeader.NotPng(var why) -> new Outcome.NotAnImage(why);
            case PngHeader.Png(var width, var height) -> {
                var key = place.key(sha256);
                move(file, directory.resolve(key));
                yield new Outcome.Stored(key, sha256, size, width, height);
            }
        };
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        var folder = to.getParent();
        if (folder == null) {
            throw new IOException("an image needs a folder");
        }
        Files.createDirectories(folder);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The name is durable only once the folder is.
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The file of a key that this store gave. */
    public Path file(String key) {
        var file = directory.resolve(key).normalize();
        if (!file.startsWith(directory.normalize())) {
            throw new IllegalArgumentException("a key never leads out of the store");
        }
        return file;
    }

    /** Removes the file of a key that this store gave; one that has gone is as good. */
    public void delete(String key) throws IOException {
        Files.deleteIfExists(file(key));
    }

    /** Whether an image could be stored now. */
    public boolean isWritable() {
        return Files.isWritable(incoming);
    }

    private static boolean isDiskFull(IOException e) {
        var message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("Disk quota exceeded");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
