package dev.easel.api.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.catalogue.Catalogues;
import dev.easel.api.catalogue.LoraCard;
import dev.easel.api.catalogue.NameCheck;
import dev.easel.api.catalogue.Named;
import dev.easel.api.cluster.Resources;
import dev.easel.api.history.Found;
import dev.easel.api.history.Sources;
import dev.easel.api.history.Start;
import dev.easel.api.outbox.Outbox;
import dev.easel.api.settings.ParameterLayers;
import dev.easel.api.settings.ParameterLayers.Layer;
import dev.easel.api.settings.SettingsStore;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides once about every new request, notes the verdict and has it written to the resource. */
public final class Acceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

    private final Jdbi jdbi;
    private final Resources resources;
    private final Catalogues catalogues;
    private final Supplier<Map<String, LoraCard>> loraCards;
    private final Installation installation;
    private final WaitingLimit waitingLimit;
    private final Clock clock;
    private final Timer latency;
    private final MeterRegistry meters;

    public Acceptance(
            Jdbi jdbi,
            Resources resources,
            Catalogues catalogues,
            Supplier<Map<String, LoraCard>> loraCards,
            Installation installation,
            int waitingPerUser,
            Clock clock,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.resources = resources;
        this.catalogues = catalogues;
        this.loraCards = loraCards;
        this.installation = installation;
        this.waitingLimit = new WaitingLimit(waitingPerUser);
        this.clock = clock;
        this.meters = meters;
        this.latency =
                Timer.builder("easel.api.acceptance.latency")
                        .description("from creation, by the API server's whole seconds")
                        .publishPercentileHistogram()
                        .register(meters);
    }

    /**
     * The row must exist. Deciding twice is harmless: the first verdict stays.
     *
     * @return false if nothing can be decided yet, since what the request starts from is not
     *     finished: it must not take a slot before, least of all the one that is needed for that
     */
    public boolean decide(GenerationRequest request) {
        var found = found(request);
        if (found.isPresent() && found.get() instanceof Found.Underway) {
            return false;
        }
        var byContent = verdict(request, found);
        var uid = UUID.fromString(request.getMetadata().getUid());
        var first = jdbi.inTransaction(handle -> first(handle, request, uid, byContent));
        first.ifPresent(verdict -> tell(request, uid, verdict));
        return true;
    }

    /** Empty if a verdict was noted before. */
    private Optional<Verdict> first(
            Handle handle, GenerationRequest request, UUID uid, Verdict byContent) {
        var verdict = waitingLimit.apply(handle, request.getSpec().requester(), uid, byContent);
        return note(handle, uid, verdict) ? Optional.of(verdict) : Optional.empty();
    }

    private void tell(GenerationRequest request, UUID uid, Verdict verdict) {
        var created = Instant.parse(request.getMetadata().getCreationTimestamp());
        var took = Duration.between(created, clock.instant());
        latency.record(took.isNegative() ? Duration.ZERO : took);
        meters.counter("easel.api.acceptance.verdicts", "reason", verdict.reason().word())
                .increment();
        LOG.atInfo()
                .addKeyValue("request.uid", uid)
                .addKeyValue("accepted", verdict.accepted())
                .addKeyValue("reason", verdict.reason().word())
                .log("request checked");
    }

    private static boolean note(Handle handle, UUID uid, Verdict verdict) {
        var first =
                handle.createUpdate(
                                        """
                                        UPDATE generation_request SET
                                          accepted = :accepted, accepted_reason = :reason,
                                          accepted_message = :message, accepted_at = now(),
                                          accepted_params = CAST(:params AS jsonb)
                                        WHERE request_uid = :uid AND accepted IS NULL
                                        """)
                                .bind("uid", uid)
                                .bind("accepted", verdict.accepted() ? "True" : "False")
                                .bind("reason", verdict.reason().word())
                                .bind("message", verdict.message())
                                .bind("params", json(verdict.params()))
                                .execute()
                        > 0;
        if (first) {
            Outbox.note(handle, uid);
        }
        return first;
    }

    private static String json(Map<String, String> params) {
        try {
            return Json.mapper().writeValueAsString(params);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the parts of a refusal could not be written", e);
        }
    }

    private Verdict verdict(GenerationRequest request, Optional<Found> found) {
        var spec = request.getSpec();
        var name = spec.poolRef().name();
        // The cache may be a moment behind; only what is really not there is refused for good.
        var pool = resources.pool(name).or(() -> resources.poolLive(name));
        if (pool.isEmpty()) {
            var names = resources.poolsLive().stream().map(p -> p.getMetadata().getName()).toList();
            return AcceptanceRules.poolNotFound(name, names);
        }
        var resolved = ParameterLayers.resolve(layers(request), installation);
        return found.flatMap(AcceptanceRules::sourceMissing)
                .or(() ->
                        AcceptanceRules.tooManyPixels(
                                spec.parameters(), AcceptanceRules.given(found, resolved)))
                .orElseGet(() -> byName(AcceptanceRules.names(resolved), pool.get()));
    }

    /** Settings had their say when the generation was made that another action starts from. */
    private List<Layer> layers(GenerationRequest request) {
        var spec = request.getSpec();
        return spec.action() == Action.GENERATE
                ? jdbi.withHandle(handle -> SettingsStore.layers(handle, spec))
                : List.of(ParameterLayers.ofRequest(spec.parameters()));
    }

    /** Empty for Generate, which starts from nothing. */
    private Optional<Found> found(GenerationRequest request) {
        return request.getSpec().action() == Action.GENERATE
                ? Optional.empty()
                : Optional.of(jdbi.withHandle(handle -> Sources.find(handle, Start.of(request))));
    }

    private Verdict byName(List<Named> names, GenerationPool pool) {
        return names.isEmpty()
                ? Verdict.yes(
                        Reason.VALID,
                        "The pool exists, and nothing is named that would have to be installed.")
                : AcceptanceRules.named(
                        NameCheck.check(
                                names, catalogues.read(pool.getSpec().backends()), loraCards));
    }
}
