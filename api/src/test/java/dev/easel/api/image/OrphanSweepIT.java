package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.Database;
import dev.easel.api.TestingEasel;
import dev.easel.api.image.ImageStore.Outcome.Stored;
import dev.easel.api.image.ImageStore.Place;
import dev.easel.api.work.TestingGenerators;
import dev.easel.api.work.TestingGenerators.Ask;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrphanSweepIT {
    private static final Clock LATER =
            Clock.offset(Clock.systemUTC(), OrphanSweep.GRACE.plus(Duration.ofMinutes(1)));

    private static TestingEasel easel;
    private static Database database;
    private static ImageStore store;
    private static TestingGenerators generators;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        database = easel.openDatabase();
        store = new ImageStore(new DirectoryBlobs(easel.images()), 0);
        generators = new TestingGenerators(easel);
    }

    @AfterAll
    static void stop() {
        database.close();
        easel.close();
    }

    @Test
    void removesOldFilesThatNoRowNamesAndNothingElse() throws IOException {
        var made = generators.made(Ask.generate("kept"));
        var share = share(made);
        var kept = store.files("%02x".formatted(share)).getFirst().key();
        store.keepThumbnail(kept, ThumbnailSize.SMALL, new byte[] {1});
        var orphan = orphan(share);
        store.keepThumbnail(orphan, ThumbnailSize.LARGE, new byte[] {1});

        assertThat(sweep(Clock.systemUTC(), share)).isEqualTo(new OrphanSweep.Swept(0, 0));
        assertThat(store.open(orphan, 0, 1)).isPresent();

        assertThat(sweep(LATER, share).removed()).isEqualTo(2);
        assertThat(store.open(orphan, 0, 1)).isEmpty();
        assertThat(store.thumbnail(orphan, ThumbnailSize.LARGE)).isEmpty();
        assertThat(store.open(kept, 0, 1)).isPresent();
        assertThat(store.thumbnail(kept, ThumbnailSize.SMALL)).isPresent();
        assertThat(meters.counter("easel.api.images.orphans.removed").count()).isEqualTo(2);
    }

    @Test
    void countsRowsWhoseFileHasGone() throws IOException {
        var made = generators.made(Ask.generate("lost"));
        var share = share(made);
        var before = sweep(LATER, share).missing();
        var key =
                store.files("%02x".formatted(share)).stream()
                        .map(Blobs.Found::key)
                        .filter(name -> name.contains(made.toString()))
                        .findFirst()
                        .orElseThrow();
        store.delete(key);
        assertThat(sweep(LATER, share).missing()).isEqualTo(before + 1);
        assertThat(sweep(Clock.systemUTC(), share).missing()).isZero();
        assertThat(easel.get("/api/v1/requests/" + made + "/images/0", easel.adminKey.value()))
                .extracting(TestingEasel.Answer::status)
                .isEqualTo(404);
    }

    private OrphanSweep.Swept sweep(Clock clock, int share) throws IOException {
        try (var sweep = new OrphanSweep(database.jdbi(), store, () -> true, clock, meters)) {
            return sweep.sweep(share);
        }
    }

    private static String orphan(int share) throws IOException {
        var png = TestingPng.of(8, 8, Color.BLUE);
        var place = new Place(new UUID((long) share << 56 | 7, 7), 1, 0);
        var stored = store.put(place, TestingPng.sha256(png), new ByteArrayInputStream(png));
        return ((Stored) stored).key();
    }

    private static int share(UUID request) {
        return (int) (request.getMostSignificantBits() >>> 56);
    }
}
