package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.api.image.ImageStore.Outcome;
import dev.easel.api.image.ImageStore.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    private static final Place PLACE = new Place(new UUID(1, 2), 1, 0);

    @TempDir private Path directory;

    @Test
    void refusesBytesThatAreNotWhatTheHashSays() throws IOException {
        var store = new ImageStore(new DirectoryBlobs(directory), 0);
        assertThat(put(store, TestingPng.header(64, 64), "0".repeat(64)))
                .isInstanceOf(Outcome.WrongHash.class);
        assertNothingIncoming();
    }

    @Test
    void refusesWhatIsNoPng() throws IOException {
        var store = new ImageStore(new DirectoryBlobs(directory), 0);
        for (var bytes :
                new byte[][] {
                    {},
                    {1, 2, 3},
                    new byte[100],
                    TestingPng.header(0, 64),
                    TestingPng.header(64, 1 << 20),
                    TestingPng.header(8193, 8192)
                }) {
            assertThat(put(store, bytes, TestingPng.sha256(bytes)))
                    .isInstanceOf(Outcome.NotAnImage.class);
        }
        assertNothingIncoming();
    }

    @Test
    void refusesMoreThanTheBound() throws IOException {
        var store = new ImageStore(new DirectoryBlobs(directory), 0);
        try (var endless = endless()) {
            assertThat(store.put(PLACE, "0".repeat(64), endless))
                    .isInstanceOf(Outcome.TooLarge.class);
        }
        assertNothingIncoming();
    }

    @Test
    void saysThatTheDiskIsFullWhileSomeIsLeft() throws IOException {
        var store = new ImageStore(new DirectoryBlobs(directory), Long.MAX_VALUE / 2);
        var png = TestingPng.header(64, 64);
        assertThat(put(store, png, TestingPng.sha256(png))).isInstanceOf(Outcome.DiskFull.class);
        assertNothingIncoming();
    }

    @Test
    void tellsADiskThatFillsUpFromAStoreThatDoesNotAnswer() throws IOException {
        var blobs = new TestingBlobs(new DirectoryBlobs(directory));
        var store = new ImageStore(blobs, 0);
        var png = TestingPng.header(64, 64);
        blobs.fail(new IOException("No space left on device"));
        assertThat(put(store, png, TestingPng.sha256(png))).isInstanceOf(Outcome.DiskFull.class);
        blobs.fail(new IOException("Connection refused"));
        assertThat(put(store, png, TestingPng.sha256(png))).isInstanceOf(Outcome.Unavailable.class);
        assertNothingIncoming();
        blobs.fail(null);
        assertThat(put(store, png, TestingPng.sha256(png))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void givesNoFileOutsideItself() throws IOException {
        var store = new ImageStore(new DirectoryBlobs(directory), 0);
        assertThatThrownBy(() -> store.open("../../etc/passwd", 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertNothingIncoming() throws IOException {
        try (var files = Files.list(directory.resolve("incoming"))) {
            assertThat(files).isEmpty();
        }
    }

    private static Outcome put(ImageStore store, byte[] bytes, String sha256) throws IOException {
        return store.put(PLACE, sha256, new ByteArrayInputStream(bytes));
    }

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 7;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };
    }
}
