package dev.easel.api.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/**
 * The present state of those requests that changed last, of each one only that. Listeners take from
 * it what is new to them when they get to it, so a slow one costs no memory: what it has not taken
 * is overwritten. Versions count within this process, numbers in the database. Thread-safe.
 */
final class Window {
    /** Requests; beyond it the one that is unchanged for longest goes. */
    static final int SIZE = 2_048;

    private final LinkedHashMap<UUID, Kept> latest = new LinkedHashMap<>();
    private final int size;
    private long version;
    private long number;
    private long lostVersion;
    private long lostNumber;
    private boolean closed;

    Window(int size) {
        this.size = size;
    }

    private record Kept(Change change, long version) {}

    /**
     * What a listener does not know yet, the oldest first.
     *
     * @param version from which to go on here
     * @param number from which to go on anywhere, once all events are sent
     * @param incomplete whether there were others, which are forgotten
     */
    record Batch(List<Change> changes, long version, long number, boolean incomplete) {}

    /** Begins anew, after which nothing at or below the number can be gone on from. */
    synchronized void begin(long lost) {
        lostNumber = lost;
        number = Math.max(number, lost);
    }

    /** Changes in the order of their numbers. */
    synchronized void changed(List<Change> changes) {
        for (var change : changes) {
            keep(change);
            number = Math.max(number, change.number());
        }
        notifyAll();
    }

    /** Requests whose place in the queue moved and nothing else. */
    synchronized void moved(List<Change> changes) {
        changes.forEach(this::keep);
        notifyAll();
    }

    private void keep(Change change) {
        var before = latest.get(change.request());
        if (before != null && before.change().number() > change.number()) {
            return;
        }
        version++;
        latest.remove(change.request());
        latest.put(change.request(), new Kept(change, version));
        if (latest.size() > size) {
            var oldest = latest.pollFirstEntry().getValue();
            lostVersion = Math.max(lostVersion, oldest.version());
            lostNumber = Math.max(lostNumber, oldest.change().number());
        }
    }

    /** Nothing of what was, and where to go on. */
    synchronized Batch now() {
        return new Batch(List.of(), version, number, false);
    }

    /**
     * All that changed after the number, and all that wait, since their places may have moved
     * meanwhile.
     */
    synchronized Batch after(long known) {
        if (known < lostNumber || known > number) {
            return new Batch(List.of(), version, number, true);
        }
        var changes = new ArrayList<Change>();
        for (var kept : latest.values()) {
            if (kept.change().number() > known || kept.change().waits()) {
                changes.add(kept.change());
            }
        }
        // A moved place has put some out of the order of their numbers.
        changes.sort(Comparator.comparingLong(Change::number));
        return new Batch(changes, version, number, false);
    }

    /** Waits until there is something after the version, or for so long. */
    synchronized Batch await(long known, Duration max) throws InterruptedException {
        var deadline = System.nanoTime() + max.toNanos();
        while (version == known && !closed) {
            var millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        var changes = new ArrayList<Change>();
        for (var kept : latest.sequencedValues().reversed()) {
            if (kept.version() <= known) {
                break;
            }
            changes.add(kept.change());
        }
        Collections.reverse(changes);
        return new Batch(changes, version, number, known < lostVersion);
    }

    /** From now on nobody waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized long number() {
        return number;
    }
}
