package dev.easel.api.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.crds.v1alpha1.GenerationPoolSpec.Backend;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what back ends have and keeps it for a minute; one that does not answer is left alone for a
 * few seconds. Thread-safe; one read per back end at a time.
 */
public final class Catalogues implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogues.class);
    private static final Duration KEEP = Duration.ofSeconds(60);
    private static final Duration KEEP_FAILURE = Duration.ofSeconds(5);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

    private final Clock clock;
    // uvicorn loses bodies on the offered upgrade to HTTP/2.
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_MAX)
                    .build();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private final ListReader reader;

    public Catalogues(Clock clock) {
        this(clock, ListReader.Limits.USUAL);
    }

    Catalogues(Clock clock, ListReader.Limits limits) {
        this.clock = clock;
        this.reader = new ListReader(http, limits);
    }

    /** Empty if the back end cannot be read now. */
    public Optional<Catalogue> of(String automatic1111Url) {
        return kept.computeIfAbsent(automatic1111Url, Kept::new).read();
    }

    /** What was read last, however old; asks nobody. */
    public Optional<Catalogue> latest(String automatic1111Url) {
        var known = kept.get(automatic1111Url);
        return known == null ? Optional.empty() : Optional.ofNullable(known.latest);
    }

    /** Reads them all at the same time. */
    public Reading read(List<Backend> backends) {
        var readable = new ArrayList<Catalogue>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Catalogue>>> reads =
                    backends.stream()
                            .map(b -> executor.submit(() -> of(b.automatic1111URL())))
                            .toList();
            for (var read : reads) {
                read.get().ifPresent(readable::add);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a catalogue could not be read", e.getCause());
        }
        return new Reading(readable, backends.size() - readable.size());
    }

    private final class Kept {
        private final String url;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Catalogue catalogue;

        /** Survives a failure to read. */
        private volatile @Nullable Catalogue latest;

        private Instant until = Instant.MIN;

        Kept(String url) {
            this.url = url;
        }

        Optional<Catalogue> read() {
            lock.lock();
            try {
                if (!until.isAfter(clock.instant())) {
                    catalogue = ask();
                    latest = catalogue == null ? latest : catalogue;
                    until = clock.instant().plus(catalogue == null ? KEEP_FAILURE : KEEP);
                }
                return Optional.ofNullable(catalogue);
            } finally {
                lock.unlock();
            }
        }

        private @Nullable Catalogue ask() {
            try {
                return new Catalogue(
                        models(), entries("/sdapi/v1/samplers", "name"), schedulers(), loras());
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("backend.url", url)
                        .addKeyValue("cause", e.toString())
                        .log("a back end did not tell what it has");
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        private List<Catalogue.Entry> models() throws IOException, InterruptedException {
            var entries = new ArrayList<Catalogue.Entry>();
            reader.each(
                    url,
                    "/sdapi/v1/sd-models",
                    node -> {
                        var names = names(node, "model_name", "title");
                        if (!names.isEmpty()) {
                            var file = text(node.path("filename")).map(Kept::fileName).orElse(null);
                            entries.add(new Catalogue.Entry(withAliases(names, node), file, null));
                        }
                    });
            return entries;
        }

        /** Before version 1.9 none can be chosen. */
        private List<Catalogue.Entry> schedulers() throws IOException, InterruptedException {
            try {
                return entries("/sdapi/v1/schedulers", "label", "name");
            } catch (ListReader.NoSuchList e) {
                return List.of();
            }
        }

        private List<Catalogue.Entry> entries(String path, String... fields)
                throws IOException, InterruptedException {
            var entries = new ArrayList<Catalogue.Entry>();
            reader.each(
                    url,
                    path,
                    node -> {
                        var names = names(node, fields);
                        if (!names.isEmpty()) {
                            entries.add(new Catalogue.Entry(withAliases(names, node)));
                        }
                    });
            return entries;
        }

        private static List<String> names(JsonNode node, String... fields) {
            return Arrays.stream(fields)
                    .flatMap(field -> text(node.path(field)).stream())
                    .distinct()
                    .toList();
        }

        private List<Catalogue.Entry> loras() throws IOException, InterruptedException {
            var entries = new ArrayList<Catalogue.Entry>();
            reader.each(
                    url,
                    "/sdapi/v1/loras",
                    node -> text(node.path("name")).ifPresent(n -> entries.add(lora(n, node))));
            return entries;
        }

        private static Catalogue.Entry lora(String name, JsonNode node) {
            var names =
                    Stream.concat(Stream.of(name), text(node.path("alias")).stream())
                            .distinct()
                            .toList();
            return new Catalogue.Entry(
                    names,
                    text(node.path("path")).map(Kept::fileName).orElse(null),
                    LoraCard.of(node.path("metadata")));
        }

        /** The directories are the back end's own and mean nothing here. */
        private static String fileName(String path) {
            return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank()
                ? Optional.of(node.asText())
                : Optional.empty();
    }

    private static List<String> withAliases(List<String> names, JsonNode node) {
        var all = new ArrayList<>(names);
        StreamSupport.stream(node.path("aliases").spliterator(), false)
                .flatMap(alias -> text(alias).stream())
                .forEach(all::add);
        return all;
    }

    /** For whoever asks back ends besides. */
    public HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
