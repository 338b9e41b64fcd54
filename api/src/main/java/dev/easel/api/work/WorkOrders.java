package dev.easel.api.work;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.history.Found;
import dev.easel.api.history.Generations;
import dev.easel.api.history.Sources;
import dev.easel.api.history.Start;
import dev.easel.api.lora.Loras;
import dev.easel.api.settings.ParameterLayers;
import dev.easel.api.settings.SettingsStore;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolSpec.Backend;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Memory;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.ResolvedParameters;
import dev.easel.protocol.work.WorkOrder;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Puts together what a generator needs for one attempt. */
final class WorkOrders {
    private static final int COMPOSE_SECONDS_MAX = 180;
    private static final int RENDER_SECONDS_MAX = 600;
    private static final int READY_SECONDS_MAX = 300;

    private final Installation installation;
    private final Loras loras;

    WorkOrders(Installation installation, Loras loras) {
        this.installation = installation;
        this.loras = loras;
    }

    /** What needs the network, before rows are locked. */
    void prepare(GenerationPool pool, Slot slot) {
        pool.getSpec().backends().stream()
                .filter(backend -> backend.name().equals(slot.name()))
                .findFirst()
                .ifPresent(backend -> loras.prepare(backend.automatic1111URL()));
    }

    /** Whether there is work to give out. */
    sealed interface Made {
        record Ready(WorkOrder order) implements Made {}

        /** The slot's back end is no longer in the pool. */
        record BackendGone() implements Made {}

        record SourceUnderway(String why) implements Made {}

        record SourceMissing(String why) implements Made {}
    }

    Made make(
            Handle handle,
            UUID claim,
            ClaimRules.Asked asked,
            GenerationRequest request,
            GenerationPool pool,
            Slot slot) {
        var spec = request.getSpec();
        var backend =
                pool.getSpec().backends().stream()
                        .filter(candidate -> candidate.name().equals(slot.name()))
                        .findFirst();
        if (backend.isEmpty()) {
            return new Made.BackendGone();
        }
        var frame = new Frame(claim, asked, spec, backend.get(), pool);
        if (spec.action() == Action.GENERATE) {
            return new Made.Ready(
                    order(
                            handle,
                            frame,
                            ParameterLayers.resolve(
                                    SettingsStore.layers(handle, spec), installation),
                            null));
        }
        var start = Start.of(request);
        return switch (Sources.find(handle, start)) {
            case Found.Missing(var why, _) -> new Made.SourceMissing(why);
            case Found.Underway(var why) -> new Made.SourceUnderway(why);
            case Found.Ready found -> {
                Sources.pin(handle, start, found);
                var previous = Generations.previous(handle, found.requestUid(), found.imageIndex());
                yield new Made.Ready(order(handle, frame, changed(spec, previous), previous));
            }
        };
    }

    /** Settings and defaults had their say when the earlier generation was made. */
    private ResolvedParameters changed(GenerationRequestSpec spec, Previous previous) {
        return ParameterLayers.resolve(
                List.of(
                        ParameterLayers.ofRequest(spec.parameters()),
                        ParameterLayers.ofPrevious(previous)),
                installation);
    }

    private record Frame(
            UUID claim,
            ClaimRules.Asked asked,
            GenerationRequestSpec spec,
            Backend backend,
            GenerationPool pool) {}

    private WorkOrder order(
            Handle handle,
            Frame frame,
            ResolvedParameters parameters,
            @Nullable Previous previous) {
        var spec = frame.spec();
        var backend = frame.backend();
        return new WorkOrder(
                frame.asked().request(),
                frame.asked().attempt(),
                frame.asked().slotToken(),
                frame.claim(),
                Json.mapper().convertValue(spec.action(), String.class),
                spec.instruction(),
                locale(spec),
                spec.research() == Research.ENABLED,
                parameters,
                previous,
                loras.entries(handle, backend.automatic1111URL(), spec.instruction(), parameters),
                new WorkOrder.Backend(
                        backend.name(),
                        URI.create(backend.automatic1111URL()),
                        URI.create(backend.ollamaURL()),
                        backend.ollamaModel() == null
                                ? installation.ollamaModel()
                                : backend.ollamaModel(),
                        frame.pool().getSpec().memory() == Memory.SHARED),
                limits(spec));
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
}
