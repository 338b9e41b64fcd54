package dev.easel.api.catalogue;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.protocol.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a back end's lists entry by entry: with thousands of LoRAs, each with its whole metadata,
 * one is far too long to be held at once.
 */
final class ListReader {
    private static final Logger LOG = LoggerFactory.getLogger(ListReader.class);

    private final HttpClient http;
    private final Limits limits;

    ListReader(HttpClient http, Limits limits) {
        this.http = http;
        this.limits = limits;
    }

    /**
     * How much patience a list is worth.
     *
     * @param answer until the list begins
     * @param body from then until it has been read
     */
    record Limits(Duration answer, Duration body, long bytes) {
        static final Limits USUAL =
                new Limits(Duration.ofSeconds(3), Duration.ofSeconds(10), 512L * 1024 * 1024);
    }

    /** The back end is there and has no such list. */
    static final class NoSuchList extends IOException {
        private static final long serialVersionUID = 1L;

        NoSuchList(String path) {
            super(path + " answered 404");
        }
    }

    /** The back end is there and does not tell. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(String path, int status) {
            super(path + " answered " + status);
            this.status = status;
        }

        boolean isDenied() {
            return status == 401 || status == 403;
        }
    }

    void each(String url, String path, Consumer<JsonNode> entry)
            throws IOException, InterruptedException {
        var base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(limits.answer());
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        var body = response.body();
        // The request's own timeout ends where the body begins.
        var tooLong =
                CompletableFuture.runAsync(
                        () -> close(body),
                        CompletableFuture.delayedExecutor(
                                limits.body().toMillis(), TimeUnit.MILLISECONDS));
        try (body) {
            if (response.statusCode() == 404) {
                throw new NoSuchList(path);
            }
            if (response.statusCode() != 200) {
                throw new Refused(path, response.statusCode());
            }
            read(new Capped(body, limits.bytes()), path, entry);
        } finally {
            tooLong.cancel(false);
        }
    }

    private static void read(InputStream body, String path, Consumer<JsonNode> entry)
            throws IOException {
        try (var parser = Json.mapper().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException(path + " did not answer with a list");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new IOException(path + " broke off");
                }
                entry.accept(Json.mapper().readTree(parser));
            }
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("a list that took too long could not be given up");
        }
    }

    /** An endless list is no list. */
    private static final class Capped extends FilterInputStream {
        private long left;

        Capped(InputStream in, long bytes) {
            super(in);
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            spend(1);
            return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var count = super.read(buffer, offset, length);
            spend(Math.max(0, count));
            return count;
        }

        private void spend(int count) throws IOException {
            left -= count;
            if (left < 0) {
                throw new IOException("the list is too long");
            }
        }
    }
}
