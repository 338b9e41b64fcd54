package dev.easel.api.catalogue;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.Exchange;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.client.ModelList;
import dev.easel.protocol.client.SamplerList;
import dev.easel.protocol.client.SchedulerList;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** What a pool's back ends have, as they were read within the last minute. */
public final class CatalogueEndpoint {
    private final Resources resources;
    private final Catalogues catalogues;
    private final String defaultPool;

    public CatalogueEndpoint(Resources resources, Catalogues catalogues, String defaultPool) {
        this.resources = resources;
        this.catalogues = catalogues;
        this.defaultPool = defaultPool;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/models", access.with(Scope.READ, this::models));
        routing.get("/api/v1/samplers", access.with(Scope.READ, this::samplers));
        routing.get("/api/v1/schedulers", access.with(Scope.READ, this::schedulers));
    }

    private void models(ServerRequest request, ServerResponse response, Caller caller) {
        var reading = reading(request);
        var models =
                distinct(reading, Named.Kind.MODEL).stream()
                        .map(entry ->
                                new ModelList.Model(
                                        entry.shown(),
                                        entry.file(),
                                        ModelFamily.ofCheckpoint(entry.shown())))
                        .sorted(Comparator.comparing(ModelList.Model::name))
                        .toList();
        Exchange.send(response, Status.OK_200, new ModelList(models, reading.isComplete()));
    }

    private void samplers(ServerRequest request, ServerResponse response, Caller caller) {
        var reading = reading(request);
        var samplers =
                distinct(reading, Named.Kind.SAMPLER).stream()
                        .map(entry -> new SamplerList.Sampler(entry.shown()))
                        .toList();
        Exchange.send(response, Status.OK_200, new SamplerList(samplers, reading.isComplete()));
    }

    private void schedulers(ServerRequest request, ServerResponse response, Caller caller) {
        var reading = reading(request);
        var schedulers =
                distinct(reading, Named.Kind.SCHEDULER).stream()
                        .map(entry -> new SchedulerList.Scheduler(entry.shown()))
                        .toList();
        Exchange.send(response, Status.OK_200, new SchedulerList(schedulers, reading.isComplete()));
    }

    /** The first back end's word holds where several have the same name. */
    private static List<Catalogue.Entry> distinct(Reading reading, Named.Kind kind) {
        var byName = new LinkedHashMap<String, Catalogue.Entry>();
        reading.entries(kind).forEach(entry -> byName.putIfAbsent(entry.shown(), entry));
        return List.copyOf(byName.values());
    }

    private Reading reading(ServerRequest request) {
        var name = request.query().first("pool").filter(p -> !p.isBlank()).orElse(defaultPool);
        return catalogues.read(Pools.find(resources, name).getSpec().backends());
    }
}
