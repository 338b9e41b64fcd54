package dev.easel.bot.request;

import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is about to be promised to somebody and has no request yet, kept beside the requests in one
 * ConfigMap, so that a process that dies in between leaves it to the next. Each is written before
 * the promise is given and removed once it is kept, seconds later.
 */
public final class Promises {
    /**
     * One command.
     *
     * @param token lets the answer be changed, for fifteen minutes
     * @param privately whether only the asker may see the answer and the pictures
     * @param request named after the command; without a thread where one has to be made for it
     */
    public record Promise(String token, boolean privately, GenerationRequest request) {
        /** The id of the command. */
        public String eventId() {
            return NewRequest.eventId(request.getMetadata().getName()).orElseThrow().toString();
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Promises.class);

    /** What is left of the three seconds for the acknowledgement has to be enough for it. */
    private static final Duration KEEP_MAX = Duration.ofMillis(600);

    private static final int TRIES = 60;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final Map<String, CompletableFuture<Void>> writes = new ConcurrentHashMap<>();

    /**
     * @param name of the ConfigMap, which is made where there is none
     */
    public Promises(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * Writes it down. An API server that does not answer must not cost the asker the
     * acknowledgement: then it is not waited for, and the promise is as good as this process.
     */
    public void make(Promise promise) {
        var id = promise.eventId();
        var text = client.getKubernetesSerialization().asJson(promise);
        var write =
                CompletableFuture.runAsync(
                        () -> put(id, text),
                        r -> Thread.ofVirtual().name("promise-" + id).start(r));
        writes.put(id, write);
        try {
            write.get(KEEP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Not its message, which may hold what people wrote.
            var cause = e.getCause() == null ? e : e.getCause();
            log.atWarn()
                    .addKeyValue("discord.interaction", id)
                    .addKeyValue("cause", cause.getClass().getSimpleName())
                    .log("a promise is not written down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another process keeps it, this one has no more to do with it. */
    public void leave(String eventId) {
        writes.remove(eventId);
    }

    /**
     * Removes it, as soon as the API server lets: the request is there, or whoever asked knows that
     * it will not be.
     */
    public void forget(String eventId) {
        var write = writes.remove(eventId);
        Thread.ofVirtual()
                .name("promise-" + eventId)
                .start(() -> {
                    if (write != null) {
                        // What arrives after its removal would stay.
                        write.exceptionally(_ -> null).join();
                    }
                    remove(eventId);
                });
    }

    private void remove(String eventId) {
        for (int attempt = 1; ; attempt++) {
            try {
                put(eventId, null);
                return;
            } catch (KubernetesClientException e) {
                if (attempt == TRIES) {
                    log.atWarn()
                            .addKeyValue("discord.interaction", eventId)
                            .addKeyValue("status", e.getCode())
                            .log("a promise that is over is still written down");
                    return;
                }
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * What processes before this one left; nothing where the bot may not read it.
     *
     * @throws KubernetesClientException if the API server does not say
     */
    public List<Promise> left() {
        var kept = kept();
        return kept == null || kept.getData() == null
                ? List.of()
                : kept.getData().entrySet().stream()
                        .filter(e -> !writes.containsKey(e.getKey()))
                        .flatMap(e -> read(e.getKey(), e.getValue()))
                        .toList();
    }

    private @Nullable ConfigMap kept() {
        try {
            return client.configMaps().inNamespace(namespace).withName(name).get();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            log.atError()
                    .addKeyValue("configmap", name)
                    .log("promises may not be read: the bot's role is of an older version");
            return null;
        }
    }

    private Stream<Promise> read(String id, String text) {
        try {
            var promise = client.getKubernetesSerialization().unmarshal(text, Promise.class);
            if (promise.eventId().equals(id)) {
                return Stream.of(promise);
            }
            throw new IllegalArgumentException("it is one of " + promise.eventId());
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("discord.interaction", id)
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("a promise cannot be read");
            forget(id);
            return Stream.empty();
        }
    }

    /** Each entry is changed by itself, so that none has to wait for another. */
    private void put(String id, @Nullable String text) {
        var change = Collections.singletonMap("data", Collections.singletonMap(id, text));
        try {
            client.configMaps()
                    .inNamespace(namespace)
                    .withName(name)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON_MERGE)
                                    .withFieldManager(Requests.FIELD_MANAGER)
                                    .build(),
                            client.getKubernetesSerialization().asJson(change));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
            if (text != null) {
                create(id, text);
            }
        }
    }

    private void create(String id, String text) {
        try {
            client.resource(
                            new ConfigMapBuilder()
                                    .withNewMetadata()
                                    .withNamespace(namespace)
                                    .withName(name)
                                    .endMetadata()
                                    .withData(Map.of(id, text))
                                    .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            put(id, text);
        }
    }
}
