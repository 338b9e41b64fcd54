package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.api.image.ImageStore.Outcome;
import dev.easel.api.image.ImageStore.Place;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BlobsIT extends ImageStoreContract {
    @TempDir private Path directory;
    private TestingS3 server;
    private S3Blobs blobs;

    @BeforeEach
    void open() throws Exception {
        server = new TestingS3();
        blobs = new S3Blobs(server.config(), directory.resolve("incoming"));
    }

    @AfterEach
    void close() throws Exception {
        blobs.close();
        server.close();
    }

    @Override
    Blobs blobs() {
        return blobs;
    }

    @Test
    void saysThatItDoesNotAnswerAndWorksAgainAfterwards() throws Exception {
        var store = new ImageStore(blobs, 0);
        var png = TestingPng.of(64, 32, Color.RED);
        var place = new Place(UUID.randomUUID(), 1, 0);
        assertThat(store.isReady()).isTrue();
        server.stop();
        assertThat(put(store, place, png)).isInstanceOf(Outcome.Unavailable.class);
        assertThatThrownBy(() -> store.open("12/some.png", 0, 10)).isInstanceOf(IOException.class);
        assertThat(store.isReady()).isTrue();
        server.startAgain();
        var stored = (Outcome.Stored) put(store, place, png);
        try (var in = store.open(stored.key(), 0, png.length).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(png);
        }
    }

    @Test
    void isNotReadyWithCredentialsThatTheServerRefuses() throws IOException {
        var stranger = new S3Blobs(server.config("wrong"), directory.resolve("incoming"));
        assertThat(stranger.isReady()).isFalse();
        stranger.close();
    }

    private static Outcome put(ImageStore store, Place place, byte[] png) throws IOException {
        return store.put(place, TestingPng.sha256(png), new ByteArrayInputStream(png));
    }
}
