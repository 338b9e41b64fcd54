package dev.easel.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A place for files that counts, and that may stop to answer. */
final class TestingBlobs implements Blobs {
    private final Blobs real;
    final AtomicInteger published = new AtomicInteger();
    private volatile @Nullable IOException trouble;

    TestingBlobs(Blobs real) {
        this.real = real;
    }

    void fail(@Nullable IOException with) {
        trouble = with;
    }

    private void answer() throws IOException {
        var now = trouble;
        if (now != null) {
            throw now;
        }
    }

    @Override
    public Path incoming() {
        return real.incoming();
    }

    @Override
    public void publish(Path file, String key) throws IOException {
        answer();
        real.publish(file, key);
        published.incrementAndGet();
    }

    @Override
    public Optional<InputStream> open(String key, long from, long bytesMax) throws IOException {
        answer();
        return real.open(key, from, bytesMax);
    }

    @Override
    public void delete(String key) throws IOException {
        answer();
        real.delete(key);
    }

    @Override
    public List<Found> list(String folder) throws IOException {
        answer();
        return real.list(folder);
    }

    @Override
    public boolean isReady() {
        return trouble == null && real.isReady();
    }

    @Override
    public void close() {
        real.close();
    }
}
