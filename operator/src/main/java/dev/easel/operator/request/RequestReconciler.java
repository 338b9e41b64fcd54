package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.operator.OperatorMetrics;
import dev.easel.operator.Shared;
import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.launch.Launcher;
import dev.easel.service.RequestId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Observes a request, asks the planner, writes the status, does the step. It never writes the pool:
 * that a slot may be freed is read off the status by the pool's own pass.
 */
public final class RequestReconciler
        implements Reconciler<GenerationRequest>, Cleaner<GenerationRequest> {
    public static final String NAME = "request";

    private static final Logger LOG = LoggerFactory.getLogger(RequestReconciler.class);
    private static final int ROUNDS_MAX = 6;
    private static final String GENERATORS = GeneratorJob.APP + "=" + GeneratorJob.APP_VALUE;

    private final Shared shared;
    private final Launcher launcher;
    private final Gathering gathering;
    private final RequestPlanner planner;
    private final Announcer announcer;
    private final OperatorMetrics metrics;
    private final Clock clock;
    private final Pacing pacing = new Pacing();

    public RequestReconciler(
            Shared shared,
            Launcher launcher,
            OperatorMetrics metrics,
            Clock clock,
            String identity) {
        this.shared = shared;
        this.launcher = launcher;
        this.gathering = new Gathering(shared, launcher);
        this.planner = new RequestPlanner(shared.limits());
        this.announcer = new Announcer(shared.client(), identity);
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, GenerationRequest>> prepareEventSources(
            EventSourceContext<GenerationRequest> context) {
        var jobs =
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(Job.class, GenerationRequest.class)
                                .withName("jobs")
                                .withNamespacesInheritedFromController()
                                .withLabelSelector(GENERATORS)
                                .withSecondaryToPrimaryMapper(
                                        Mappers.fromOwnerReferences(GenerationRequest.class))
                                .build(),
                        context);
        var pods =
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(Pod.class, GenerationRequest.class)
                                .withName("pods")
                                .withNamespacesInheritedFromController()
                                .withLabelSelector(GENERATORS)
                                .withSecondaryToPrimaryMapper(RequestReconciler::requestOf)
                                .build(),
                        context);
        return List.of(jobs, pods, shared.requestWakes());
    }

    @Override
    public UpdateControl<GenerationRequest> reconcile(
            GenerationRequest cached, Context<GenerationRequest> context) {
        var done = advance(cached, context);
        return done.lookAgainAfter() == null
                ? UpdateControl.noUpdate()
                : UpdateControl.<GenerationRequest>noUpdate()
                        .rescheduleAfter(done.lookAgainAfter());
    }

    @Override
    public DeleteControl cleanup(GenerationRequest cached, Context<GenerationRequest> context) {
        try {
            var done = advance(cached, context);
            if (done.step() instanceof Step.LetGo) {
                return DeleteControl.defaultDelete();
            }
        } catch (KubernetesClientException e) {
            // While the namespace is being deleted, rights and objects vanish in any order.
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN || !namespaceEnds(cached)) {
                throw e;
            }
            return DeleteControl.defaultDelete();
        }
        return (DeleteControl)
                DeleteControl.noFinalizerRemoval()
                        .rescheduleAfter(AttemptPlanner.RECHECK.toMillis());
    }

    @Override
    public ErrorStatusUpdateControl<GenerationRequest> updateErrorStatus(
            GenerationRequest request, Context<GenerationRequest> context, Exception e) {
        metrics.reconcileFailed(NAME);
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private Plan advance(GenerationRequest cached, Context<GenerationRequest> context) {
        try (var _ = MDC.putCloseable(RequestId.LOG_KEY, cached.getMetadata().getUid())) {
            var request = shared.requests().newer(cached);
            var live = false;
            for (var round = 0; round < ROUNDS_MAX; round++) {
                var seen = live ? gathering.live(request) : gathering.cached(request, context);
                var plan = planner.next(seen, clock.instant());
                if (plan.step() instanceof Step.Rest) {
                    var before = StatusPatch.ownPart(Standing.status(request));
                    var hold = pacing.hold(seen.uid(), before, plan.status(), clock.instant());
                    if (hold.isPresent()) {
                        return new Plan(before, plan.step(), hold.get());
                    }
                }
                if (!(plan.step() instanceof Step.LookCloser) && write(request, plan.status())) {
                    perform(request, plan.step());
                    return plan;
                }
                var read = read(request);
                if (read.isEmpty()) {
                    return new Plan(GenerationRequestStatus.EMPTY, new Step.LetGo(), null);
                }
                request = read.get();
                live = true;
            }
            return new Plan(GenerationRequestStatus.EMPTY, new Step.Rest(), AttemptPlanner.RECHECK);
        }
    }

    /** False if the status was written by somebody since {@code request} was read. */
    private boolean write(GenerationRequest request, GenerationRequestStatus status) {
        var before = StatusPatch.ownPart(Standing.status(request));
        if (before.equals(status)) {
            return true;
        }
        var patch = new GenerationRequest();
        patch.setMetadata(
                new ObjectMetaBuilder()
                        .withName(request.getMetadata().getName())
                        .withNamespace(request.getMetadata().getNamespace())
                        .withUid(request.getMetadata().getUid())
                        .withResourceVersion(request.getMetadata().getResourceVersion())
                        .build());
        patch.setStatus(status);
        try {
            shared.requests()
                    .put(
                            shared.client()
                                    .resource(patch)
                                    .subresource("status")
                                    .patch(
                                            new PatchContext.Builder()
                                                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                                    .withFieldManager(Shared.FIELD_MANAGER)
                                                    .withForce(true)
                                                    .build()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                metrics.conflict("status");
                return false;
            }
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
        tell(request, before, status);
        return true;
    }

    private void tell(
            GenerationRequest request,
            GenerationRequestStatus before,
            GenerationRequestStatus after) {
        for (var announcement : Announcement.between(before, after)) {
            LOG.atInfo()
                    .addKeyValue("reason", announcement.reason())
                    .addKeyValue("attempt", after.attempt())
                    .log("Generation request changed");
            announcer.announce(request, announcement, clock.instant());
        }
        after.attempts().stream()
                .filter(a -> a.endTime() != null)
                .filter(a ->
                        before.attempts().stream()
                                .noneMatch(b -> b.token().equals(a.token()) && b.endTime() != null))
                .forEach(a -> metrics.attemptEnded(String.valueOf(a.reason())));
        after.condition(Condition.SUCCEEDED)
                .filter(c -> c.status() != ConditionStatus.UNKNOWN)
                .ifPresent(c -> metrics.requestFinished(c.reason()));
    }

    private void perform(GenerationRequest request, Step step) {
        var namespace = request.getMetadata().getNamespace();
        switch (step) {
            case Step.StopGenerator(var name, var uid) -> launcher.stop(namespace, name, uid);
            case Step.Discard() -> Discarding.discard(shared.client(), request);
            case Step.Rest(), Step.LookCloser(), Step.LetGo() -> {}
        }
    }

    private Optional<GenerationRequest> read(GenerationRequest request) {
        return Optional.ofNullable(
                        shared.client()
                                .resources(GenerationRequest.class)
                                .inNamespace(request.getMetadata().getNamespace())
                                .withName(request.getMetadata().getName())
                                .get())
                .filter(r -> r.getMetadata().getUid().equals(request.getMetadata().getUid()));
    }

    /** Only the namespace's own word counts: a right that is missing for now comes back. */
    private boolean namespaceEnds(HasMetadata object) {
        try {
            var namespace =
                    shared.client()
                            .namespaces()
                            .withName(object.getMetadata().getNamespace())
                            .get();
            return namespace == null || namespace.isMarkedForDeletion();
        } catch (KubernetesClientException e) {
            LOG.atWarn().addKeyValue("status", e.getCode()).log("The namespace cannot be read");
            return false;
        }
    }

    private static Set<ResourceID> requestOf(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        var name = annotations == null ? null : annotations.get(GeneratorJob.REQUEST_NAME);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
    }
}
