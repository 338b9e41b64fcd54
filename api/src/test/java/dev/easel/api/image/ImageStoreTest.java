package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.api.image.ImageStore.Outcome;
import dev.easel.api.image.ImageStore.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    private static final Place PLACE = new Place(new UUID(1, 2), 1, 0);

    @TempDir private Path directory;

    @Test
    void keepsAnImageUnderItsHashAndLeavesNothingBehind() throws IOException {
        var store = new ImageStore(directory, 0);
        var png = png(64, 32);
        var stored = (Outcome.Stored) put(store, png, sha256(png));
        assertThat(stored.width()).isEqualTo(64);
        assertThat(stored.height()).isEqualTo(32);
        assertThat(stored.key()).contains(sha256(png)).contains(PLACE.request().toString());
        assertThat(store.file(stored.key())).hasBinaryContent(png);
        assertThat(put(store, png, sha256(png))).isEqualTo(stored);
        assertNothingIncoming();
    }

    @Test
    void refusesBytesThatAreNotWhatTheHashSays() throws IOException {
        var store = new ImageStore(directory, 0);
        assertThat(put(store, png(64, 64), "0".repeat(64))).isInstanceOf(Outcome.WrongHash.class);
        assertNothingIncoming();
    }

    @Test
    void refusesWhatIsNoPng() throws IOException {
        var store = new ImageStore(directory, 0);
        for (var bytes :
                new byte[][] {{}, {1, 2, 3}, new byte[100], png(0, 64), png(64, 1 << 20)}) {
            assertThat(put(store, bytes, sha256(bytes))).isInstanceOf(Outcome.NotAnImage.class);
        }
        assertNothingIncoming();
    }

    @Test
    void refusesMoreThanTheBound() throws IOException {
        var store = new ImageStore(directory, 0);
        try (var endless = endless()) {
            assertThat(store.put(PLACE, "0".repeat(64), endless))
                    .isInstanceOf(Outcome.TooLarge.class);
        }
        assertNothingIncoming();
    }

    @Test
    void saysThatTheDiskIsFullWhileSomeIsLeft() throws IOException {
        var store = new ImageStore(directory, Long.MAX_VALUE / 2);
        var png = png(64, 64);
        assertThat(put(store, png, sha256(png))).isInstanceOf(Outcome.DiskFull.class);
        assertNothingIncoming();
    }

    @Test
    void givesNoFileOutsideItself() throws IOException {
        var store = new ImageStore(directory, 0);
        assertThatThrownBy(() -> store.file("../../etc/passwd"))
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

    /** Signature and header only, which is what the store looks at. */
    private static byte[] png(int width, int height) {
        return ByteBuffer.allocate(40)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put(new byte[] {'I', 'H', 'D', 'R'})
                .putInt(width)
                .putInt(height)
                .array();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
