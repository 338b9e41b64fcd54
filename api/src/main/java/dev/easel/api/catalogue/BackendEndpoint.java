package dev.easel.api.catalogue;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.Exchange;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import dev.easel.protocol.client.BackendReport;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code GET /api/v1/backends}: which back ends answer now. Tells names and counts, never
 * addresses, so that whoever may read may ask.
 */
public final class BackendEndpoint {
    private final Resources resources;
    private final BackendProbe probe;
    private final String ollamaModelDefault;

    public BackendEndpoint(Resources resources, HttpClient http, String ollamaModelDefault) {
        this.resources = resources;
        this.probe = new BackendProbe(http);
        this.ollamaModelDefault = ollamaModelDefault;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/backends", access.probing(Scope.READ, this::report));
    }

    private void report(ServerRequest request, ServerResponse response, Caller caller)
            throws InterruptedException {
        var name = request.query().first("pool").filter(p -> !p.isBlank()).orElse(null);
        var pools = name == null ? resources.pools() : List.of(Pools.find(resources, name));
        var calls = new ArrayList<Callable<BackendReport.Backend>>();
        pools.stream()
                .sorted(Comparator.comparing(p -> p.getMetadata().getName()))
                .forEach(pool ->
                        pool.getSpec().backends().forEach(b -> calls.add(() -> ask(pool, b))));
        Exchange.send(response, Status.OK_200, new BackendReport(all(calls)));
    }

    private BackendReport.Backend ask(GenerationPool pool, GenerationPoolSpec.Backend backend)
            throws InterruptedException {
        var model = backend.ollamaModel() == null ? ollamaModelDefault : backend.ollamaModel();
        var languageModel = new ArrayList<BackendReport.LanguageModel>();
        var asking =
                Thread.ofVirtual()
                        .start(() ->
                                languageModel.add(probe.languageModel(backend.ollamaURL(), model)));
        var renderer = probe.renderer(backend.automatic1111URL());
        asking.join();
        return new BackendReport.Backend(
                pool.getMetadata().getName(), backend.name(), renderer, languageModel.getFirst());
    }

    private static List<BackendReport.Backend> all(List<Callable<BackendReport.Backend>> calls)
            throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<BackendReport.Backend>();
            for (Future<BackendReport.Backend> call : executor.invokeAll(calls)) {
                answers.add(call.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a back end could not be asked", e.getCause());
        }
    }
}
