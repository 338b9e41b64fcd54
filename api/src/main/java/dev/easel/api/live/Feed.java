package dev.easel.api.live;

import dev.easel.api.generation.Details;
import dev.easel.api.generation.Details.Shown;
import dev.easel.api.queue.Queues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the database once for all listeners: at once when a notification comes, and by itself
 * every two seconds, so that a lost notification delays an event and loses none. At the same pace
 * it looks at the queues, whose places move with others' requests.
 */
final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final int CHANGES_OF_A_LOOK_MAX = 256;

    /** Of each pool; who stands further back hears of a new place when something else changes. */
    static final int PLACES_MAX = 100;

    private final Jdbi jdbi;
    private final Details details;
    private final Queues queues;
    private final Window window;
    private final Semaphore looks = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("live-feed").unstarted(this::run);
    private Map<UUID, Integer> positions = Map.of();
    private boolean begun;
    private long looked;
    private long placesAt = System.nanoTime() - LOOK_EVERY.toNanos();
    private volatile boolean closed;

    Feed(Jdbi jdbi, Details details, Queues queues, Window window) {
        this.jdbi = jdbi;
        this.details = details;
        this.queues = queues;
        this.window = window;
    }

    void start() {
        thread.start();
    }

    /** Something may have changed. */
    void wake() {
        looks.release();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    look();
                    lookAtPlaces();
                } catch (JdbiException e) {
                    LOG.atWarn().setCause(e).log("changes could not be read; they will be");
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("a look for changes failed; the next follows");
                }
                if (looks.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    looks.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts all into the window that has changed until now. */
    synchronized void look() {
        if (!begun) {
            looked = floor();
            window.begin(looked);
            begun = true;
        }
        List<Numbered> changes;
        do {
            changes = changesAfter(looked);
            window.changed(changes(changes));
            if (!changes.isEmpty()) {
                looked = changes.getLast().number();
            }
        } while (changes.size() == CHANGES_OF_A_LOOK_MAX);
    }

    private void lookAtPlaces() {
        if (System.nanoTime() - placesAt < LOOK_EVERY.toNanos()) {
            return;
        }
        placesAt = System.nanoTime();
        var now = queues.positions(PLACES_MAX);
        var moved =
                now.entrySet().stream()
                        .filter(e -> !e.getValue().equals(positions.get(e.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!moved.isEmpty()) {
            window.moved(changes(numbersOf(moved)));
        }
        positions = now;
    }

    private List<Change> changes(List<Numbered> numbered) {
        if (numbered.isEmpty()) {
            return List.of();
        }
        var shown = new HashMap<UUID, Shown>();
        details.shown(numbered.stream().map(Numbered::request).toList())
                .forEach(s -> shown.put(s.request(), s));
        var changes = new ArrayList<Change>();
        for (var one : numbered) {
            var state = shown.get(one.request());
            if (state != null) {
                changes.add(
                        Change.of(
                                one.number(),
                                one.request(),
                                state.tenant(),
                                state.pool(),
                                state.progress()));
            }
        }
        return changes;
    }

    private record Numbered(long number, UUID request) {}

    /** Below which the window does not reach back. */
    private long floor() {
        return jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT number FROM request_change
                                        ORDER BY number DESC OFFSET :size LIMIT 1
                                        """)
                                .bind("size", Window.SIZE)
                                .mapTo(Long.class)
                                .findOne())
                .orElse(0L);
    }

    private List<Numbered> changesAfter(long number) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT number, request_uid FROM request_change
                                WHERE number > :number ORDER BY number LIMIT :max
                                """)
                        .bind("number", number)
                        .bind("max", CHANGES_OF_A_LOOK_MAX)
                        .map((rs, _) -> numbered(rs))
                        .list());
    }

    private List<Numbered> numbersOf(List<UUID> requests) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT number, request_uid FROM request_change
                                WHERE request_uid = ANY(:requests) ORDER BY number
                                """)
                        .bindArray("requests", UUID.class, requests.toArray())
                        .map((rs, _) -> numbered(rs))
                        .list());
    }

    private static Numbered numbered(java.sql.ResultSet rs) throws java.sql.SQLException {
        return new Numbered(rs.getLong("number"), rs.getObject("request_uid", UUID.class));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
