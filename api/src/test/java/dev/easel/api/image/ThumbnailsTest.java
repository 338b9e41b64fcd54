package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.api.image.ImageStore.Outcome.Stored;
import dev.easel.api.image.ImageStore.Place;
import dev.easel.api.image.Thumbnails.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailsTest {
    @TempDir private Path directory;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestingBlobs blobs;
    private ImageStore store;
    private Thumbnails thumbnails;

    @BeforeEach
    void open() throws IOException {
        blobs = new TestingBlobs(new DirectoryBlobs(directory));
        store = new ImageStore(blobs, 0);
        thumbnails = new Thumbnails(store, meters);
    }

    @AfterEach
    void close() {
        thumbnails.close();
    }

    @Test
    void makesEachSizeOnceAndKeepsIt() throws IOException {
        var key = put(600, 300);
        var made = made(thumbnails.of(key, ThumbnailSize.SMALL));
        assertThat(ImageIO.read(new ByteArrayInputStream(made)).getWidth()).isEqualTo(256);
        assertThat(made(thumbnails.of(key, ThumbnailSize.SMALL))).isEqualTo(made);
        assertThat(made(thumbnails.of(key, ThumbnailSize.LARGE))).isNotEqualTo(made);
        assertThat(meters.timer("easel.api.thumbnails").count()).isEqualTo(2);
    }

    @Test
    void goesWithItsOriginal() throws IOException {
        var key = put(600, 300);
        thumbnails.of(key, ThumbnailSize.SMALL);
        store.delete(key);
        assertThat(store.thumbnail(key, ThumbnailSize.SMALL)).isEmpty();
        assertThat(thumbnails.of(key, ThumbnailSize.SMALL)).isEqualTo(new Outcome.NoOriginal());
    }

    @Test
    void saysWhyAPictureHasNone() throws IOException {
        var place = new Place(UUID.randomUUID(), 1, 0);
        var torn = TestingPng.header(64, 64);
        var stored =
                (Stored) store.put(place, TestingPng.sha256(torn), new ByteArrayInputStream(torn));
        assertThat(thumbnails.of(stored.key(), ThumbnailSize.SMALL))
                .isInstanceOf(Outcome.Unfit.class);
    }

    @Test
    void failsWhileTheStoreDoesNotAnswerAndWorksAfterwards() throws IOException {
        var key = put(600, 300);
        blobs.fail(new IOException("away"));
        assertThatThrownBy(() -> thumbnails.of(key, ThumbnailSize.SMALL))
                .isInstanceOf(IOException.class);
        blobs.fail(null);
        made(thumbnails.of(key, ThumbnailSize.SMALL));
    }

    @Test
    void refusesAtOnceWhatDoesNotFitIntoTheQueue() throws Exception {
        var gate = new CountDownLatch(1);
        var slow = new ImageStore(new GatedBlobs(blobs, gate), 0);
        var first = put(300, 300);
        var second = put(300, 301);
        var third = put(300, 302);
        try (var one = new Thumbnails(slow, meters, 1, 1);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<Outcome>>();
            asked.add(callers.submit(ask(one, first)));
            Awaitility.await().until(() -> one.waiting() == 0 && one.working() == 1);
            asked.add(callers.submit(ask(one, second)));
            Awaitility.await().until(() -> one.waiting() == 1);
            assertThat(one.of(third, ThumbnailSize.SMALL)).isEqualTo(new Outcome.Busy());
            // Whoever asks for one that is under way waits for it and takes no place.
            asked.add(callers.submit(ask(one, second)));
            gate.countDown();
            for (var answer : asked) {
                made(answer.get());
            }
            made(one.of(third, ThumbnailSize.SMALL));
        }
        assertThat(meters.timer("easel.api.thumbnails").count()).isEqualTo(3);
        assertThat(meters.counter("easel.api.thumbnails.refused").count()).isEqualTo(1);
    }

    private static Callable<Outcome> ask(Thumbnails thumbnails, String key) {
        return () -> thumbnails.of(key, ThumbnailSize.SMALL);
    }

    private String put(int width, int height) throws IOException {
        var png = TestingPng.of(width, height, Color.RED);
        var place = new Place(UUID.randomUUID(), 1, 0);
        var stored = store.put(place, TestingPng.sha256(png), new ByteArrayInputStream(png));
        return ((Stored) stored).key();
    }

    private static byte[] made(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Made.class);
        return ((Outcome.Made) outcome).jpeg();
    }

    /** Originals cannot be read before the gate is open. */
    private record GatedBlobs(Blobs real, CountDownLatch gate) implements Blobs {
        @Override
        public Path incoming() {
            return real.incoming();
        }

        @Override
        public void publish(Path file, String key) throws IOException {
            real.publish(file, key);
        }

        @Override
        public Optional<InputStream> open(String key, long from, long bytesMax) throws IOException {
            var found = real.open(key, from, bytesMax);
            return key.endsWith(".png") ? found.map(this::gated) : found;
        }

        private InputStream gated(InputStream in) {
            return new FilterInputStream(in) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException(e);
                    }
                    return super.read(buffer, offset, length);
                }
            };
        }

        @Override
        public void delete(String key) throws IOException {
            real.delete(key);
        }

        @Override
        public List<Found> list(String folder) throws IOException {
            return real.list(folder);
        }

        @Override
        public boolean isReady() {
            return real.isReady();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
