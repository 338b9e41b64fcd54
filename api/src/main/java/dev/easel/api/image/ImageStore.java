package dev.easel.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PNG files, each named by what it is and by its SHA-256, and their thumbnails beside them. An
 * upload is checked whole before it shows. Thread-safe, also among processes that share the place.
 */
public final class ImageStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);
    public static final long BYTES_MAX = 64L * 1024 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int WRITERS_MAX = 8;

    private final Blobs blobs;
    private final long reserveBytes;
    private final Semaphore writers = new Semaphore(WRITERS_MAX);

    /**
     * @param reserveBytes is left free on the disk, so that everything else on it goes on working
     */
    public ImageStore(Blobs blobs, long reserveBytes) {
        this.blobs = blobs;
        this.reserveBytes = reserveBytes;
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

        record Unavailable(IOException cause) implements Outcome {}
    }

    public Outcome put(Place place, String expectedSha256, InputStream body) {
        if (!writers.tryAcquire()) {
            return new Outcome.Busy();
        }
        var file = blobs.incoming().resolve(UUID.randomUUID() + ".part");
        try {
            var free = Files.getFileStore(blobs.incoming()).getUsableSpace();
            return free < reserveBytes + BUFFER_BYTES
                    ? new Outcome.DiskFull(free)
                    : receive(place, expectedSha256, body, file);
        } catch (IOException e) {
            return isDiskFull(e) ? new Outcome.DiskFull(0) : new Outcome.Unavailable(e);
        } finally {
            writers.release();
            remove(file);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("a part of an upload stays until the next sweep");
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
        }
        var sha256 = HexFormat.of().formatHex(digest.digest());
        if (!sha256.equals(expectedSha256)) {
            return new Outcome.WrongHash(sha256);
        }
        return switch (PngHeader.read(Arrays.copyOf(head, (int) Math.min(size, head.length)))) {
            case PngHeader.NotPng(var why) -> new Outcome.NotAnImage(why);
            case PngHeader.Png(var width, var height) -> {
                var key = place.key(sha256);
                blobs.publish(file, key);
                yield new Outcome.Stored(key, sha256, size, width, height);
            }
        };
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * The bytes of a key that this store gave; empty if it has no such file.
     *
     * @param from the first byte, inside the file
     * @param bytesMax fewer come if the file ends before
     */
    public Optional<InputStream> open(String key, long from, long bytesMax) throws IOException {
        return blobs.open(key, from, bytesMax);
    }

    Download.Source source(String key) {
        return (from, bytesMax) -> open(key, from, bytesMax);
    }

    /** Removes the file of a key that this store gave, and what was made from it. */
    public void delete(String key) throws IOException {
        // The original goes last: as long as it is there, the call is seen to be unfinished.
        for (var size : ThumbnailSize.values()) {
            blobs.delete(size.key(key));
        }
        blobs.delete(key);
    }

    Optional<byte[]> thumbnail(String key, ThumbnailSize size) throws IOException {
        var found = blobs.open(size.key(key), 0, ThumbnailSize.BYTES_MAX);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (var in = found.get()) {
            return Optional.of(in.readAllBytes());
        }
    }

    void keepThumbnail(String key, ThumbnailSize size, byte[] jpeg) throws IOException {
        var file = blobs.incoming().resolve(UUID.randomUUID() + ".part");
        try {
            Files.write(file, jpeg, StandardOpenOption.CREATE_NEW);
            blobs.publish(file, size.key(key));
        } finally {
            remove(file);
        }
    }

    /** What lies in a share of the store: the first two hex digits of the requests' ids. */
    List<Blobs.Found> files(String share) throws IOException {
        return blobs.list(share);
    }

    /** Removes one file and nothing else. */
    void deleteFile(String key) throws IOException {
        blobs.delete(key);
    }

    /** Removes parts of uploads that nobody goes on with. */
    void removeLeftovers(Instant before) throws IOException {
        try (var files = Files.newDirectoryStream(blobs.incoming())) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    remove(file);
                }
            }
        } catch (NoSuchFileException e) {
            // An upload that ended while this looked.
        }
    }

    /** Whether images may be asked for and stored. */
    public boolean isReady() {
        return blobs.isReady();
    }

    @Override
    public void close() {
        blobs.close();
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
