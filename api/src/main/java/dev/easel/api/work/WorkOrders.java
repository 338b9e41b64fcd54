package dev.easel.api.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.work.ParameterLayers.Layer;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Memory;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.WorkOrder;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            if (requester.userID() != null) {
                settings(handle, requester.tenant(), requester.userID()).ifPresent(layers::add);
            }
            settings(handle, requester.tenant(), null).ifPresent(layers::add);
        }
        return layers;
    }

    private static Optional<Layer> settings(Handle handle, String guild, @Nullable String user) {
        return handle.createQuery(
                        """
                        SELECT default_model, default_lora_list, default_prompt_suffix,
                          default_sd_params FROM settings
                        WHERE guild_id = :guild AND user_id IS NOT DISTINCT FROM :user
                        """)
                .bind("guild", guild)
                .bind("user", user)
                .map((rs, _) -> layer(user == null ? Provenance.GUILD : Provenance.USER, rs))
                .findOne();
    }

    private static Layer layer(Provenance from, ResultSet rs) throws SQLException {
        try {
            var loras = rs.getString("default_lora_list");
            return ParameterLayers.ofSettings(
                    from,
                    rs.getString("default_model"),
                    loras == null
                            ? null
                            : Json.mapper().readValue(loras, new TypeReference<List<Lora>>() {}),
                    rs.getString("default_prompt_suffix"),
                    Json.mapper()
                            .readValue(
                                    rs.getString("default_sd_params"),
                                    new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of settings cannot be read", e);
        }
    }
}
