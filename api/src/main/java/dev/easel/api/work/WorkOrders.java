package dev.easel.api.work;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.settings.ParameterLayers;
import dev.easel.api.settings.ParameterLayers.Layer;
import dev.easel.api.settings.SettingsStore;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Memory;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.WorkOrder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Puts together what a generator needs for one attempt. */
final class WorkOrders {
    private static final int COMPOSE_SECONDS_MAX = 180;
    private static final int RENDER_SECONDS_MAX = 600;
    private static final int READY_SECONDS_MAX = 300;

    private final Installation installation;

    WorkOrders(Installation installation) {
        this.installation = installation;
    }

    /** Empty if the slot's back end is no longer in the pool. */
    Optional<WorkOrder> make(
            Handle handle,
            UUID claim,
            ClaimRules.Asked asked,
            GenerationRequest request,
            GenerationPool pool,
            Slot slot) {
        var spec = request.getSpec();
        return pool.getSpec().backends().stream()
                .filter(backend -> backend.name().equals(slot.name()))
                .findFirst()
                .map(backend ->
                        new WorkOrder(
                                asked.request(),
                                asked.attempt(),
                                asked.slotToken(),
                                claim,
                                Json.mapper().convertValue(spec.action(), String.class),
                                spec.instruction(),
                                locale(spec),
                                spec.research() == Research.ENABLED,
                                ParameterLayers.resolve(layers(handle, spec), installation),
                                null,
                                List.of(),
                                new WorkOrder.Backend(
                                        backend.name(),
                                        URI.create(backend.automatic1111URL()),
                                        URI.create(backend.ollamaURL()),
                                        backend.ollamaModel() == null
                                                ? installation.ollamaModel()
                                                : backend.ollamaModel(),
                                        pool.getSpec().memory() == Memory.SHARED),
                                limits(spec)));
    }

    private static WorkOrder.Limits limits(GenerationRequestSpec spec) {
        var run = spec.runTimeoutSeconds();
        return new WorkOrder.Limits(
                run,
                Math.min(run, COMPOSE_SECONDS_MAX),
                Math.min(run, RENDER_SECONDS_MAX),
                Math.min(run, READY_SECONDS_MAX));
    }

    private static @Nullable String locale(GenerationRequestSpec spec) {
        return spec.requester() == null ? null : spec.requester().locale();
    }

    private static List<Layer> layers(Handle handle, GenerationRequestSpec spec) {
        var layers = new ArrayList<Layer>();
        layers.add(ParameterLayers.ofRequest(spec.parameters()));
        var requester = spec.requester();
        if (requester != null && requester.tenant() != null) {
            layers.addAll(SettingsStore.layers(handle, requester.tenant(), requester.userID()));
        }
        return layers;
    }
}
