package dev.easel.operator.pool;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.OperatorMetrics;
import dev.easel.operator.PassWatch;
import dev.easel.operator.Shared;
import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.launch.Launcher;
import dev.easel.operator.pool.Admission.Grant;
import dev.easel.service.RequestId;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one pass that frees slots, gives them out and launches. JOSDK runs it for one pool at a time;
 * another operator's pass is kept off by the version of the pool that was read.
 */
public final class PoolReconciler implements Reconciler<GenerationPool> {
    public static final String NAME = "pool";

    private static final Logger LOG = LoggerFactory.getLogger(PoolReconciler.class);
    private static final int ROUNDS_MAX = 6;
    private static final Duration LEAVING_RECHECK = Duration.ofSeconds(1);
    private static final int LAUNCHED_MAX = 1_000;

    private final Shared shared;
    private final Launcher launcher;
    private final Slots slots;
    private final Backends backends;
    private final OperatorMetrics metrics;
    private final PassWatch passes;
    private final Clock clock;
    private final SimpleInboundEventSource<GenerationPool> wakes =
            new SimpleInboundEventSource<>("wakes");

    /** What this process has launched, so that a lagging record of it costs no second POST. */
    private final Set<String> launched =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > LAUNCHED_MAX;
                                }
                            }));

    /** Pools of which the log says that they wait for what another of their name left. */
    private final Set<String> heirs = ConcurrentHashMap.newKeySet();

    private @Nullable Requests requests;

    public PoolReconciler(
            Shared shared,
            Launcher launcher,
            OperatorMetrics metrics,
            PassWatch passes,
            Clock clock) {
        this.shared = shared;
        this.launcher = launcher;
        this.slots = new Slots(shared.client(), shared.pools());
        this.backends = new Backends(clock);
        this.metrics = metrics;
        this.passes = passes;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, GenerationPool>> prepareEventSources(
            EventSourceContext<GenerationPool> context) {
        shared.poolCache(context.getPrimaryCache());
        var source =
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(
                                        GenerationRequest.class, GenerationPool.class)
                                .withName("requests")
                                .withNamespacesInheritedFromController()
                                .withSecondaryToPrimaryMapper(PoolReconciler::poolOf)
                                .withOnUpdateFilter(shared::concernsAnyone)
                                .build(),
                        context);
        requests =
                new Requests(
                        shared.client(),
                        source,
                        shared.requests(),
                        shared.limits(),
                        Shared.FINALIZER);
        return List.of(source, wakes);
    }

    @Override
    public UpdateControl<GenerationPool> reconcile(
            GenerationPool cached, Context<GenerationPool> context) {
        try {
            return passOver(cached);
        } finally {
            // One that failed is tried again soon; what must not be is that none comes to its end.
            passes.passed();
        }
    }

    private UpdateControl<GenerationPool> passOver(GenerationPool cached) {
        var pool = Optional.of(shared.pools().newer(cached));
        for (var round = 0; round < ROUNDS_MAX && pool.isPresent(); round++) {
            var lookAgain = pass(pool.get());
            if (lookAgain.isPresent()) {
                return UpdateControl.<GenerationPool>noUpdate().rescheduleAfter(lookAgain.get());
            }
            metrics.conflict("slot");
            pool = slots.live(cached);
        }
        return pool.isPresent()
                ? UpdateControl.<GenerationPool>noUpdate().rescheduleAfter(LEAVING_RECHECK)
                : UpdateControl.noUpdate();
    }

    @Override
    public ErrorStatusUpdateControl<GenerationPool> updateErrorStatus(
            GenerationPool pool, Context<GenerationPool> context, Exception e) {
        metrics.reconcileFailed(NAME);
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    /** Asks for a pass over the pool. */
    public void wake(ResourceID pool) {
        wakes.propagateEvent(pool);
    }

    /**
     * Probes the back ends that are out of use; called from time to time by a thread that may wait.
     */
    public void probeBackends(String namespace) {
        backends.probe().forEach(name -> wake(new ResourceID(name, namespace)));
    }

    /** Answers when to look again, or nothing if another operator wrote first. */
    private Optional<Duration> pass(GenerationPool pool) {
        var now = clock.instant();
        var namespace = pool.getMetadata().getNamespace();
        var known = Objects.requireNonNull(requests, "event sources come first");
        var legacy = Legacy.of(pool, known, launcher);
        if (legacy.acting()) {
            tellOfLegacy(pool);
            return Optional.of(LEAVING_RECHECK);
        }
        var holders = new Holders(known, launcher);
        var survey = holders.survey(pool);
        survey.freed().forEach(f -> judge(pool, f));
        var confirmed = new HashMap<String, GenerationRequest>();
        var waiting = new ArrayList<>(known.waiting(namespace, pool.getMetadata().getName(), now));
        var floor = legacy.highestToken();
        var decision = Admission.decide(sight(pool, survey, waiting, floor), now);
        while (!confirm(known, namespace, decision.grants(), confirmed, waiting, now)) {
            decision = Admission.decide(sight(pool, survey, waiting, floor), now);
        }
        var current = pool;
        if (!decision.status().equals(Slots.status(pool))) {
            var written = slots.update(pool, decision.status());
            if (written.isEmpty()) {
                return Optional.empty();
            }
            current = written.get();
            decision.grants().forEach(g -> admitted(g, now));
        }
        launchGranted(current, decision.grants(), confirmed);
        launchLeftovers(current, holders);
        tell(pool, decision.status(), survey, waiting);
        return Optional.of(lookAgain(decision.lookAgainAt(), survey.leaving(), now));
    }

    private Admission.Sight sight(
            GenerationPool pool,
            Holders.Survey survey,
            List<Admission.Candidate> waiting,
            long tokenFloor) {
        return new Admission.Sight(
                pool.getMetadata().getGeneration(),
                pool.getSpec(),
                Slots.status(pool),
                survey.freed().stream().map(f -> f.slot().name()).collect(Collectors.toSet()),
                survey.askers(),
                survey.freed().stream().anyMatch(f -> f.ending() == Reason.IMAGE_PULL_FAILED),
                waiting,
                backends.down(pool.getMetadata().getName()),
                tokenFloor);
    }

    /** Reads every chosen request live; drops those that do not want the slot after all. */
    private static boolean confirm(
            Requests known,
            String namespace,
            List<Grant> grants,
            Map<String, GenerationRequest> confirmed,
            List<Admission.Candidate> waiting,
            Instant now) {
        var all = true;
        for (var grant : grants) {
            var candidate = grant.candidate();
            if (confirmed.containsKey(candidate.uid())) {
                continue;
            }
            var request = known.confirmed(namespace, candidate, now);
            if (request.isPresent()) {
                confirmed.put(candidate.uid(), request.get());
            } else {
                waiting.remove(candidate);
                all = false;
            }
        }
        return all;
    }

    private void judge(GenerationPool pool, Holders.Freed freed) {
        var name = pool.getMetadata().getName();
        if (freed.ending() == Reason.BACKEND_UNAVAILABLE) {
            pool.getSpec().backends().stream()
                    .filter(b -> b.name().equals(freed.slot().name()))
                    .forEach(b -> backends.failed(name, b, Holders.token(freed.slot())));
        } else if (freed.ending() == Reason.COMPLETED || freed.ending() == Reason.EXITED) {
            backends.served(name, freed.slot().name());
        }
    }

    private void tellOfLegacy(GenerationPool pool) {
        if (heirs.add(pool.getMetadata().getUid())) {
            LOG.atInfo()
                    .addKeyValue("pool", pool.getMetadata().getName())
                    .log("A new pool waits until the generators of the old one have ended");
        }
    }

    private void admitted(Grant grant, Instant now) {
        metrics.admitted(Duration.between(grant.candidate().createdAt(), now));
        LOG.atInfo()
                .addKeyValue(RequestId.LOG_KEY, grant.candidate().uid())
                .addKeyValue("slot", grant.slot())
                .addKeyValue("attempt", grant.candidate().attempt())
                .addKeyValue("token", grant.token())
                .log("Slot reserved");
    }

    private void launchGranted(
            GenerationPool pool, List<Grant> grants, Map<String, GenerationRequest> confirmed) {
        for (var grant : grants) {
            var request = Objects.requireNonNull(confirmed.get(grant.candidate().uid()));
            launch(
                    pool,
                    request,
                    new GeneratorJob.Ticket(
                            grant.slot(), grant.candidate().attempt(), grant.token()));
        }
    }

    /** Slots that were taken by whoever did not live to launch. */
    private void launchLeftovers(GenerationPool pool, Holders holders) {
        for (var slot : Slots.status(pool).slots()) {
            if (slot.requestUID() != null && !launched.contains(key(pool, Holders.ticket(slot)))) {
                holders.withoutJob(pool, slot)
                        .ifPresent(request -> launch(pool, request, Holders.ticket(slot)));
                launched.add(key(pool, Holders.ticket(slot)));
            }
        }
    }

    private void launch(
            GenerationPool pool, GenerationRequest request, GeneratorJob.Ticket ticket) {
        var begin = clock.instant();
        var outcome = launcher.launch(request, pool, ticket);
        launched.add(key(pool, ticket));
        var word =
                switch (outcome) {
                    case Launcher.Launch.Created _ -> "created";
                    case Launcher.Launch.Adopted _ -> "adopted";
                    case Launcher.Launch.Refused _ -> "refused";
                };
        metrics.launched(word, Duration.between(begin, clock.instant()));
        LOG.atInfo()
                .addKeyValue(RequestId.LOG_KEY, request.getMetadata().getUid())
                .addKeyValue("attempt", ticket.attempt())
                .addKeyValue("outcome", word)
                .log("Job launched");
        shared.wakeRequest(ResourceID.fromResource(request));
    }

    private void tell(
            GenerationPool before,
            GenerationPoolStatus after,
            Holders.Survey survey,
            List<Admission.Candidate> waiting) {
        var namespace = before.getMetadata().getNamespace();
        var held = after.slots().stream().filter(s -> s.requestUID() != null).count();
        metrics.pool(
                before.getMetadata().getName(),
                waiting.size() - (int) waiting.stream().filter(c -> holds(after, c)).count(),
                (int) held,
                after.slots().size());
        survey.freed()
                .forEach(f ->
                        shared.wakeRequest(
                                new ResourceID(String.valueOf(f.slot().requestName()), namespace)));
        if (!words(Slots.status(before)).equals(words(after))) {
            waiting.forEach(c -> shared.wakeRequest(new ResourceID(c.name(), namespace)));
        }
    }

    private static boolean holds(GenerationPoolStatus status, Admission.Candidate candidate) {
        return status.slots().stream().anyMatch(s -> candidate.uid().equals(s.requestUID()));
    }

    private static List<String> words(GenerationPoolStatus status) {
        return status.conditions().stream().map(Condition::reason).toList();
    }

    private static Duration lookAgain(@Nullable Instant at, boolean leaving, Instant now) {
        var wait = at == null ? Shared.FLOOR : Duration.between(now, at);
        var longest = leaving ? LEAVING_RECHECK : Shared.FLOOR;
        return wait.compareTo(longest) < 0 ? wait.plusMillis(1) : longest;
    }

    private static String key(GenerationPool pool, GeneratorJob.Ticket ticket) {
        return pool.getMetadata().getUid() + "/" + ticket.token();
    }

    private static Set<ResourceID> poolOf(GenerationRequest request) {
        return Set.of(
                new ResourceID(
                        request.getSpec().poolRef().name(), request.getMetadata().getNamespace()));
    }
}
