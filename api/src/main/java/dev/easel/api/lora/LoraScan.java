package dev.easel.api.lora;

import dev.easel.api.catalogue.LoraCard;
import dev.easel.api.lora.LoraDirectory.Listing;
import dev.easel.api.lora.LoraDirectory.Seen;
import dev.easel.api.lora.LoraStore.Found;
import dev.easel.protocol.client.LoraScanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the catalogue up to date with the directory. First the headers of what is new or changed,
 * so that the catalogue is usable within seconds; then, at the agreed pace, their hashes. What did
 * not change is not opened.
 */
final class LoraScan {
    private static final Logger LOG = LoggerFactory.getLogger(LoraScan.class);
    private static final int BATCH = 200;
    private static final int DUPLICATES_SHOWN_MAX = 100;
    private static final Pattern MODEL_HASH = Pattern.compile("[0-9a-f]{8,64}");

    private final LoraDirectory directory;
    private final LoraStore store;
    private final Clock clock;
    private final Hashes.Pace pace;
    private final BooleanSupplier stopped;
    private final BooleanSupplier hashesLater;

    /**
     * @param hashesLater whether the next scan is due: hashing a large directory takes hours, and
     *     new files must not wait for it; the next scan goes on where this one left off
     */
    LoraScan(
            LoraDirectory directory,
            LoraStore store,
            long hashBytesPerSecond,
            Clock clock,
            BooleanSupplier stopped,
            BooleanSupplier hashesLater) {
        this.directory = directory;
        this.store = store;
        this.clock = clock;
        this.pace = new Hashes.Pace(hashBytesPerSecond, stopped);
        this.stopped = stopped;
        this.hashesLater = hashesLater;
    }

    LoraScan(
            LoraDirectory directory,
            LoraStore store,
            long hashBytesPerSecond,
            Clock clock,
            BooleanSupplier stopped) {
        this(directory, store, hashBytesPerSecond, clock, stopped, () -> false);
    }

    LoraScanReport run() {
        var started = now();
        var listing = directory.list();
        var known =
                store.all().stream().collect(Collectors.toMap(LoraRow::name, Function.identity()));
        var warning = warning(listing, known);
        var report =
                warning == null
                        ? update(started, listing, known)
                        : new LoraScanReport(
                                started, now(), 0, 0, 0, 0, 0, 0, List.of(), 0, warning);
        store.report(report);
        log(report);
        if (warning == null && report.unhashed() > 0) {
            report = hashed(report);
            store.report(report);
        }
        return report;
    }

    /** A volume that is not mounted is an absent or an empty directory. */
    private static @Nullable String warning(Listing listing, Map<String, LoraRow> known) {
        if (!listing.there()) {
            return "The LoRA directory cannot be read; the catalogue stays as it was. See whether"
                    + " its volume is mounted.";
        }
        if (listing.files().isEmpty() && !known.isEmpty()) {
            return "The LoRA directory has no LoRA at all; the catalogue stays as it was. See"
                    + " whether its volume is mounted.";
        }
        return null;
    }

    private LoraScanReport update(Instant started, Listing listing, Map<String, LoraRow> known) {
        var added = 0;
        var changed = 0;
        var unreadable = 0;
        var batch = new ArrayList<Found>();
        for (var seen : listing.files()) {
            var row = known.get(seen.name());
            if (stopped.getAsBoolean() || (row != null && isSame(seen, row))) {
                continue;
            }
            try {
                batch.add(read(seen, row));
                added += row == null ? 1 : 0;
                changed += row == null ? 0 : 1;
            } catch (IOException | RuntimeException e) {
                // Files are anybody's: whatever one of them does, the others are catalogued.
                unreadable++;
                LOG.atWarn()
                        .addKeyValue("lora.path", seen.path())
                        .addKeyValue("cause", e.toString())
                        .log("a LoRA file cannot be read");
            }
            if (batch.size() >= BATCH) {
                store.put(batch);
                batch.clear();
            }
        }
        store.put(batch);
        var removed = removed(listing, known);
        var duplicates = listing.files().stream().flatMap(s -> s.duplicates().stream()).toList();
        return new LoraScanReport(
                started,
                now(),
                listing.files().size(),
                added,
                changed,
                removed,
                unreadable,
                listing.skipped(),
                duplicates.stream().limit(DUPLICATES_SHOWN_MAX).toList(),
                store.unhashed().size(),
                null);
    }

    private static boolean isSame(Seen seen, LoraRow row) {
        return hasSameContent(seen, row)
                && seen.sidecar().equals(row.sidecar())
                && seen.duplicates().equals(row.duplicates());
    }

    private static boolean hasSameContent(Seen seen, LoraRow row) {
        return seen.path().equals(row.path())
                && seen.bytes() == row.bytes()
                && seen.time().equals(row.time());
    }

    private Found read(Seen seen, @Nullable LoraRow row) throws IOException {
        var header = SafetensorsHeader.read(directory.resolve(seen.path()), LoraCard.KEYS);
        var trainers = header.metadata().getOrDefault("sshs_model_hash", "");
        return new Found(
                seen,
                LoraCard.of(header.metadata(), SidecarFiles.read(seen.json(), seen.text())),
                MODEL_HASH.matcher(trainers).matches() ? trainers : null,
                row != null && hasSameContent(seen, row));
    }

    private int removed(Listing listing, Map<String, LoraRow> known) {
        if (!listing.complete()) {
            return 0;
        }
        var gone = new HashSet<>(known.keySet());
        listing.files().forEach(seen -> gone.remove(seen.name()));
        if (!gone.isEmpty()) {
            store.remove(gone);
        }
        return gone.size();
    }

    private LoraScanReport hashed(LoraScanReport report) {
        var left = 0;
        var done = 0;
        for (var row : store.unhashed()) {
            // At least one each time, so that there is an end however often scans are due.
            var later = done > 0 && hashesLater.getAsBoolean();
            if (stopped.getAsBoolean() || later || !hashed(row)) {
                left++;
            } else {
                done++;
            }
        }
        return new LoraScanReport(
                report.startedAt(),
                now(),
                report.files(),
                report.added(),
                report.changed(),
                report.removed(),
                report.unreadable(),
                report.skipped(),
                report.duplicates(),
                left,
                null);
    }

    /** A file that changes while it is read has no hash yet; the next scan takes it up again. */
    private boolean hashed(LoraRow row) {
        var file = directory.resolve(row.path());
        try {
            var header = SafetensorsHeader.read(file, java.util.Set.of());
            var hashes = Hashes.of(file, header.bytes(), pace);
            var time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            if (hashes.isEmpty()
                    || Files.size(file) != row.bytes()
                    || !time.truncatedTo(ChronoUnit.MICROS).equals(row.time())) {
                return false;
            }
            store.hashed(
                    row, hashes.get().file(), header.bytes() == 0 ? null : hashes.get().tensors());
            return true;
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("lora.path", row.path())
                    .addKeyValue("cause", e.toString())
                    .log("a LoRA file cannot be hashed");
            return false;
        }
    }

    private static void log(LoraScanReport report) {
        var event =
                (report.warning() == null ? LOG.atInfo() : LOG.atWarn())
                        .addKeyValue("files", report.files())
                        .addKeyValue("added", report.added())
                        .addKeyValue("changed", report.changed())
                        .addKeyValue("removed", report.removed())
                        .addKeyValue("unreadable", report.unreadable())
                        .addKeyValue("duplicates", report.duplicates());
        event.log(report.warning() == null ? "LoRA directory scanned" : report.warning());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
