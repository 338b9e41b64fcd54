package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.image.ImageStore.Outcome;
import dev.easel.api.image.ImageStore.Outcome.Stored;
import dev.easel.api.image.ImageStore.Place;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every place for pictures must do. */
abstract class ImageStoreContract {
    private static final Place PLACE = new Place(new UUID(0x1234_5678L << 32, 2), 1, 0);
    private static final String SHARE = "12";

    abstract Blobs blobs();

    private ImageStore store() {
        return new ImageStore(blobs(), 0);
    }

    @Test
    void keepsAnImageUnderItsHashAndLeavesNothingBehind() throws IOException {
        var png = TestingPng.of(64, 32, Color.RED);
        var stored = stored(png);
        assertThat(stored.key()).contains(TestingPng.sha256(png)).startsWith(SHARE + "/");
        assertThat(read(stored.key(), 0, Long.MAX_VALUE / 2)).isEqualTo(png);
        assertThat(stored(png)).isEqualTo(stored);
        assertNothingIncoming();
    }

    @Test
    void givesParts() throws IOException {
        var png = TestingPng.of(64, 32, Color.RED);
        var key = stored(png).key();
        assertThat(read(key, 1, 3)).isEqualTo(new byte[] {'P', 'N', 'G'});
        assertThat(read(key, png.length - 2L, 100))
                .isEqualTo(Arrays.copyOfRange(png, png.length - 2, png.length));
    }

    @Test
    void showsNothingOfWhatWasRefused() throws IOException {
        var png = TestingPng.of(64, 32, Color.RED);
        assertThat(store().put(PLACE, "0".repeat(64), new ByteArrayInputStream(png)))
                .isInstanceOf(Outcome.WrongHash.class);
        var text = new byte[100];
        assertThat(store().put(PLACE, TestingPng.sha256(text), new ByteArrayInputStream(text)))
                .isInstanceOf(Outcome.NotAnImage.class);
        assertThat(store().files(SHARE)).isEmpty();
        assertNothingIncoming();
    }

    @Test
    void knowsNothingOfAKeyThatIsNotThere() throws IOException {
        assertThat(store().open("12/none.png", 0, 10)).isEmpty();
        store().delete("12/none.png");
    }

    @Test
    void listsWhatItHasWithItsTimeAndDeletesAnOriginalWithItsThumbnails() throws IOException {
        var before = Instant.now().minusSeconds(60);
        var key = stored(TestingPng.of(64, 32, Color.RED)).key();
        store().keepThumbnail(key, ThumbnailSize.SMALL, new byte[] {1, 2, 3});
        assertThat(store().thumbnail(key, ThumbnailSize.SMALL)).contains(new byte[] {1, 2, 3});
        assertThat(store().thumbnail(key, ThumbnailSize.LARGE)).isEmpty();
        var found = store().files(SHARE);
        assertThat(found)
                .extracting(Blobs.Found::key)
                .containsExactlyInAnyOrder(key, ThumbnailSize.SMALL.key(key));
        assertThat(found).allMatch(file -> file.modified().isAfter(before));
        assertThat(store().files("13")).isEmpty();
        store().delete(key);
        assertThat(store().files(SHARE)).isEmpty();
    }

    @Test
    void clearsUpWhatDeadUploadsLeft() throws IOException {
        var old = Files.writeString(blobs().incoming().resolve("old.part"), "x");
        var young = Files.writeString(blobs().incoming().resolve("young.part"), "x");
        var hour = Instant.now().minusSeconds(3600);
        Files.setLastModifiedTime(old, FileTime.from(hour.minusSeconds(1)));
        store().removeLeftovers(hour);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void isReady() {
        assertThat(store().isReady()).isTrue();
    }

    private Stored stored(byte[] png) throws IOException {
        return (Stored) store().put(PLACE, TestingPng.sha256(png), new ByteArrayInputStream(png));
    }

    private byte[] read(String key, long from, long bytesMax) throws IOException {
        try (var in = store().open(key, from, bytesMax).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private void assertNothingIncoming() throws IOException {
        try (var files = Files.list(blobs().incoming())) {
            assertThat(files).isEmpty();
        }
    }
}
