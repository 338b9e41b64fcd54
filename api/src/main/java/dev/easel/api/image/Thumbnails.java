package dev.easel.api.image;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes thumbnails on few threads and keeps them beside their originals. Those who ask for one that
 * is being made wait for it; what does not fit into the queue is refused at once.
 */
public final class Thumbnails implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 64;
    private static final int WAIT_SECONDS_MAX = 20;

    private final ImageStore store;
    private final MeterRegistry meters;
    private final ThreadPoolExecutor pool;
    private final ConcurrentHashMap<String, FutureTask<Outcome>> underWay =
            new ConcurrentHashMap<>();

    /** How a call ended. */
    sealed interface Outcome {
        record Made(byte[] jpeg) implements Outcome {}

        record NoOriginal() implements Outcome {}

        record Unfit(String why) implements Outcome {}

        record Busy() implements Outcome {}
    }

    public Thumbnails(ImageStore store, MeterRegistry meters) {
        this(store, meters, THREADS, WAITING_MAX);
    }

    Thumbnails(ImageStore store, MeterRegistry meters, int threads, int waitingMax) {
        this.store = store;
        this.meters = meters;
        this.pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waitingMax),
                        Thread.ofPlatform().name("thumbnails-", 0).daemon().factory());
    }

    /**
     * @param key of the original
     * @throws IOException if the store does not answer
     */
    Outcome of(String key, ThumbnailSize size) throws IOException {
        var kept = store.thumbnail(key, size);
        return kept.isPresent() ? new Outcome.Made(kept.get()) : made(key, size);
    }

    private Outcome made(String key, ThumbnailSize size) throws IOException {
        var name = size.key(key);
        var fresh = new FutureTask<>(() -> make(key, size));
        var task = underWay.computeIfAbsent(name, _ -> fresh);
        try {
            if (task == fresh) {
                pool.execute(() -> run(name, fresh));
            }
            return task.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            underWay.remove(name, fresh);
            // Whoever waits for it is told the same.
            fresh.cancel(false);
            return busy();
        } catch (TimeoutException | java.util.concurrent.CancellationException e) {
            return busy();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("a thumbnail could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return busy();
        }
    }

    private Outcome busy() {
        meters.counter("easel.api.thumbnails.refused").increment();
        return new Outcome.Busy();
    }

    private void run(String name, FutureTask<Outcome> task) {
        try {
            task.run();
        } finally {
            underWay.remove(name, task);
        }
    }

    private Outcome make(String key, ThumbnailSize size) throws IOException {
        var original = store.open(key, 0, ImageStore.BYTES_MAX);
        if (original.isEmpty()) {
            return new Outcome.NoOriginal();
        }
        var start = System.nanoTime();
        byte[] jpeg;
        try (var in = original.get()) {
            jpeg = Scaling.jpeg(in, size.side());
        } catch (Scaling.Unfit e) {
            return new Outcome.Unfit(String.valueOf(e.getMessage()));
        }
        meters.timer("easel.api.thumbnails")
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        keep(key, size, jpeg);
        return new Outcome.Made(jpeg);
    }

    /** A full disk costs only that it is made again. */
    private void keep(String key, ThumbnailSize size, byte[] jpeg) {
        try {
            store.keepThumbnail(key, size, jpeg);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("image.key", key).setCause(e).log("a thumbnail was not kept");
        }
    }

    int waiting() {
        return pool.getQueue().size();
    }

    int working() {
        return pool.getActiveCount();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
