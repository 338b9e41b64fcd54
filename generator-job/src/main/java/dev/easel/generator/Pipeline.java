package dev.easel.generator;

import dev.easel.generator.compose.OllamaMemory;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.render.Origin;
import dev.easel.generator.render.RenderId;
import dev.easel.generator.render.Renderer;
import dev.easel.generator.research.Declined;
import dev.easel.generator.research.Researcher;
import dev.easel.generator.work.Heartbeat;
import dev.easel.generator.work.WorkClient;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.Phase;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.FailureReport;
import dev.easel.protocol.work.WorkOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt: claim, compose, free memory, render, store, report. Runs once, on its caller. */
public final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration CLAIM_MAX = Duration.ofSeconds(60);
    private static final Duration FAILURE_MAX = Duration.ofSeconds(10);

    private final GeneratorConfig config;
    private final Pace pace;
    private final RandomGenerator random;
    private final Cancellation cancellation;
    private final WorkClient client;
    private final Timeline timeline;

    public Pipeline(
            GeneratorConfig config, Pace pace, RandomGenerator random, Cancellation cancellation) {
        this.config = config;
        this.pace = pace;
        this.random = random;
        this.cancellation = cancellation;
        this.client = new WorkClient(Connections.to(config.apiUrl()).build(), config, pace, random);
        this.timeline = new Timeline(System::nanoTime);
    }

    public Outcome run() {
        cancellation.work(Thread.currentThread());
        WorkOrder order;
        try {
            order = client.claim(Deadline.in(config.runMax()).orSooner(CLAIM_MAX));
        } catch (AttemptFailed | InterruptedException e) {
            return ended(e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return bug(e);
        }
        LOG.atInfo()
                .addKeyValue("attempt", order.attempt())
                .addKeyValue("action", order.action())
                .addKeyValue("backend", order.backend().name())
                .addKeyValue("startToClaimMillis", millisSinceStart())
                .log("claimed");
        Outcome outcome;
        try (var _ = Heartbeat.start(client, timeline, cancellation, pace)) {
            outcome = work(order);
        } catch (AttemptFailed | InterruptedException e) {
            outcome = ended(e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            outcome = bug(e);
        }
        report(outcome);
        return outcome;
    }

    private Outcome work(WorkOrder order) throws InterruptedException {
        var limits = order.limits();
        var deadline =
                Deadline.in(config.runMax()).orSooner(Duration.ofSeconds(limits.runSecondsMax()));
        var renderer = new Renderer(order.backend().automatic1111Url(), pace, random, timeline);
        var preload = preload(order);
        var catalogue =
                renderer.catalogue(deadline.orSooner(Duration.ofSeconds(limits.readySecondsMax())));
        var words = Declined.of(order.instruction());
        var preparation =
                new Preparation(order.withInstruction(words.rest()), catalogue, pace, random);
        preparation.check();
        if (order.research()) {
            timeline.enter(Phase.RESEARCHING);
        }
        var findings =
                new Researcher(client, preparation.conversation(), order)
                        .research(words, family(order, catalogue), deadline);
        timeline.enter(Phase.COMPOSING);
        var prepared =
                preparation.prepare(
                        findings.background(),
                        deadline.orSooner(Duration.ofSeconds(limits.composeSecondsMax())));
        var source = source(prepared.settings(), deadline);
        timeline.enter(Phase.FREEING_MEMORY);
        preload.ifPresent(Thread::interrupt);
        var freeMemory = freeMemory(order.backend(), renderer);
        freeMemory.free();
        timeline.enter(Phase.RENDERING);
        var started = System.nanoTime();
        var rendered =
                renderer.render(
                        new Renderer.Order(
                                new RenderId(order.requestId(), order.attempt()),
                                prepared.settings(),
                                prepared.seedFree(),
                                catalogue,
                                freeMemory,
                                source,
                                origin(order, prepared)),
                        Duration.ofSeconds(limits.renderSecondsMax()),
                        deadline);
        LOG.atInfo()
                .addKeyValue("images", rendered.pictures().size())
                .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                .log("rendered");
        cancellation.store();
        return new Storing(order, findings, client, timeline)
                .store(prepared, catalogue, rendered, deadline);
    }

    /** Of the checkpoint that will most likely be used. */
    private static ModelFamily family(WorkOrder order, Catalogue catalogue) {
        var fixed = order.parameters().model();
        if (fixed != null) {
            return ModelFamily.ofCheckpoint(fixed.value());
        }
        var current = catalogue.current();
        return ModelFamily.ofCheckpoint(current == null ? null : current.name());
    }

    private static Origin origin(WorkOrder order, Prepared prepared) {
        var previous = order.previous();
        return Origin.of(
                order.requestId(),
                order.instruction(),
                previous == null ? null : previous.requestId(),
                prepared.composition().model(),
                prepared.composition().promptVersion());
    }

    /** The picture that the new one is made from, if it is made from one. */
    private byte @Nullable [] source(Settings settings, Deadline deadline)
            throws InterruptedException {
        var derivation = settings.derivation();
        if (derivation == null || derivation.method() == Derivation.Method.HIRES) {
            return null;
        }
        return client.sourceImage(derivation, deadline);
    }

    /**
     * On a shared GPU the model has left after each request, so its load starts while the back end
     * is asked for its lists; elsewhere it is still there.
     */
    private Optional<Thread> preload(WorkOrder order) {
        var asks =
                order.action().equals("Refine")
                        || (order.action().equals("Generate")
                                && order.parameters().prompt() == null);
        var backend = order.backend();
        return asks && backend.sharedMemory()
                ? Optional.of(
                        new OllamaMemory(backend.ollamaUrl(), backend.ollamaModel(), pace)
                                .preload())
                : Optional.empty();
    }

    private Renderer.FreeMemory freeMemory(WorkOrder.Backend backend, Renderer renderer) {
        return backend.sharedMemory()
                ? new HandOver(
                        new OllamaMemory(backend.ollamaUrl(), backend.ollamaModel(), pace),
                        renderer,
                        pace)
                : () -> {};
    }

    /** The user should read why it failed; of fences and cancels api knows already. */
    private void report(Outcome outcome) {
        if (!(outcome instanceof Outcome.Ended(var exit, var message))
                || exit == ExitCode.FENCED
                || exit == ExitCode.CANCELLED) {
            return;
        }
        // A cancel that came too late must not keep the reason from being told.
        Thread.interrupted();
        try {
            client.failure(new FailureReport(exit.reason(), message), Deadline.in(FAILURE_MAX));
        } catch (AttemptFailed e) {
            LOG.atWarn().addKeyValue("why", e.text()).log("the failure could not be reported");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long this process has lived, to the kernel's hundredth of a second. */
    private static long millisSinceStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis())
                .orElse(-1L);
    }

    private Outcome ended(Exception e) {
        if (e instanceof AttemptFailed failed) {
            return new Outcome.Ended(failed.why(), failed.text());
        }
        return cancellation.requested().orElse(Cancellation.Why.SIGNAL) == Cancellation.Why.FENCED
                ? new Outcome.Ended(ExitCode.FENCED, "another attempt holds this request's claim")
                : new Outcome.Ended(ExitCode.CANCELLED, "cancelled; the render was stopped");
    }

    private static Outcome bug(Throwable e) {
        LOG.error("the generator has a bug", e);
        return new Outcome.Ended(
                ExitCode.BUG,
                "internal error in the generator (" + e.getClass().getSimpleName() + ")");
    }
}
