package dev.easel.api.image;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds files and rows together, a 256th of all in each minute: removes files that no row names, as
 * a process leaves them that dies between the two, and reports rows whose file has gone.
 */
public final class OrphanSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    /** A file is older than the call that would write its row could ever be. */
    static final Duration GRACE = Duration.ofDays(1);

    private static final int SHARES = 256;
    private static final int KEYS_MAX = 1000;
    private static final int REMOVALS_MAX = 500;
    private static final int NAMED_MAX = 20;

    private final Jdbi jdbi;
    private final ImageStore images;
    private final BooleanSupplier leads;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("orphan-sweep").daemon().factory());

    /** What a share had. */
    record Swept(int removed, int missing) {}

    public OrphanSweep(
            Jdbi jdbi,
            ImageStore images,
            BooleanSupplier leads,
            Clock clock,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.images = images;
        this.leads = leads;
        this.clock = clock;
        this.meters = meters;
    }

    public void start() {
        thread.scheduleWithFixedDelay(
                this::run, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void run() {
        try {
            // Uploads are this process's own, so each replica clears up after itself.
            images.removeLeftovers(clock.instant().minus(GRACE));
            if (leads.getAsBoolean()) {
                // By the clock, so that a new leader goes on about where the one before was.
                sweep((int) (clock.instant().getEpochSecond() / EVERY.toSeconds() % SHARES));
            }
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("a sweep broke off; the next one starts anew");
        }
    }

    /**
     * @param share 0 to 255: the first byte of the requests' ids
     */
    Swept sweep(int share) throws IOException {
        var found = images.files("%02x".formatted(share));
        var removed = removeOrphans(found);
        var missing = reportMissing(share, found);
        meters.counter("easel.api.images.orphans.removed").increment(removed);
        meters.counter("easel.api.images.missing").increment(missing);
        return new Swept(removed, missing);
    }

    private int removeOrphans(List<Blobs.Found> found) throws IOException {
        var before = clock.instant().minus(GRACE);
        var old =
                found.stream()
                        .filter(file -> file.modified().isBefore(before))
                        .map(Blobs.Found::key)
                        .toList();
        var removed = 0;
        for (int from = 0; from < old.size() && removed < REMOVALS_MAX; from += KEYS_MAX) {
            for (var key : orphans(old.subList(from, Math.min(from + KEYS_MAX, old.size())))) {
                images.deleteFile(key);
                LOG.atInfo().addKeyValue("image.key", key).log("a file without a row was removed");
                if (++removed == REMOVALS_MAX) {
                    break;
                }
            }
        }
        return removed;
    }

    private List<String> orphans(List<String> keys) {
        var originals = keys.stream().map(ThumbnailSize::original).distinct().toList();
        var known =
                new HashSet<>(
                        jdbi.withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT file_path FROM generated_image
                                                WHERE file_path = ANY(:keys)
                                                """)
                                        .bindArray("keys", String.class, originals.toArray())
                                        .mapTo(String.class)
                                        .list()));
        return keys.stream().filter(key -> !known.contains(ThumbnailSize.original(key))).toList();
    }

    private int reportMissing(int share, List<Blobs.Found> found) {
        var there = found.stream().map(Blobs.Found::key).collect(Collectors.toSet());
        var missing = new ArrayList<>(rows(share));
        missing.removeIf(there::contains);
        missing.stream()
                .limit(NAMED_MAX)
                .forEach(key ->
                        LOG.atError()
                                .addKeyValue("image.key", key)
                                .log("a stored image has no file"));
        return missing.size();
    }

    /** Rows that are younger than the list of files may have files that are not on it. */
    private Set<String> rows(int share) {
        var first = new UUID((long) share << 56, 0);
        var last = new UUID((long) share << 56 | 0x00FF_FFFF_FFFF_FFFFL, -1L);
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT file_path FROM generated_image
                                WHERE request_uid BETWEEN :first AND :last
                                  AND created_at < :before
                                """)
                        .bind("first", first)
                        .bind("last", last)
                        .bind("before", clock.instant().minus(GRACE))
                        .mapTo(String.class)
                        .set());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
