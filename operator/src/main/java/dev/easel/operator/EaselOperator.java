package dev.easel.operator;

import dev.easel.operator.launch.Launcher;
import dev.easel.operator.pool.PoolReconciler;
import dev.easel.operator.request.RequestReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two controllers, wired and running. Several may run at once: leadership only decides who
 * works, safety comes from how slots are taken.
 */
public final class EaselOperator implements AutoCloseable {
    static final String LEASE = "easel-operator";

    private static final Logger LOG = LoggerFactory.getLogger(EaselOperator.class);
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);
    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_LONGEST = Duration.ofSeconds(30);
    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(2);

    private final OperatorConfig config;
    private final KubernetesClient client;
    private final Runnable halt;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean leading = new AtomicBoolean();
    private final ScheduledExecutorService prober;
    private final Operator operator;
    private final @Nullable LeaseWatch leaseWatch;
    private final PassWatch passWatch;

    private EaselOperator(
            OperatorConfig config,
            KubernetesClient client,
            MeterRegistry meters,
            Clock clock,
            Runnable halt) {
        this.config = config;
        this.client = client;
        this.halt = halt;
        var metrics = new OperatorMetrics(meters);
        var shared = new Shared(client, config.limits());
        var launcher = new Launcher(client, config.generator());
        leading.set(!config.leaderElection());
        passWatch = new PassWatch(System::nanoTime, () -> leading.get() && shared.hasPool());
        var pools = new PoolReconciler(shared, launcher, metrics, passWatch, clock);
        var requests = new RequestReconciler(shared, launcher, metrics, clock, config.identity());
        operator = new Operator(this::configure);
        operator.register(pools, o -> configure(o, PoolReconciler.NAME));
        operator.register(
                requests,
                o ->
                        configure(o, RequestReconciler.NAME)
                                .withFinalizer(Shared.FINALIZER)
                                .withOnUpdateFilter(shared::concernsItself));
        prober =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("back-end-probe").factory());
        prober.scheduleWithFixedDelay(
                () -> probe(pools),
                PROBE_INTERVAL.toMillis(),
                PROBE_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
        leaseWatch =
                config.leaderElection()
                        ? new LeaseWatch(client, config.namespace(), LEASE, System::nanoTime)
                        : null;
        if (leaseWatch != null) {
            meters.gauge(
                    "easel.operator.lease.age.seconds",
                    leaseWatch,
                    w -> w.age().toMillis() / 1_000.0);
        }
    }

    /**
     * @param halt ends the process at once; called when leadership or a watch is lost for good
     */
    public static EaselOperator start(
            OperatorConfig config,
            KubernetesClient client,
            MeterRegistry meters,
            Clock clock,
            Runnable halt) {
        var easel = new EaselOperator(config, client, meters, clock, halt);
        easel.operator.start();
        easel.started.set(true);
        return easel;
    }

    /** Somebody leads and watches deliver, as far as this process can tell. */
    public boolean isLive() {
        return leaseWatch == null || leaseWatch.isFresh();
    }

    /** The queue moves: pools are passed over, if that is this process's to do. */
    public boolean isPassing() {
        return passWatch.isFresh();
    }

    public boolean isReady() {
        return started.get() && !stopping.get();
    }

    /** Finishes what is under way, then lets another replica lead. */
    @Override
    public void close() {
        if (stopping.getAndSet(true)) {
            return;
        }
        prober.shutdownNow();
        try {
            operator.stop();
        } catch (OperatorException e) {
            LOG.warn("The controllers did not stop cleanly", e);
        }
        if (leaseWatch != null) {
            leaseWatch.close();
            LeaseWatch.release(client, config.namespace(), LEASE, config.identity());
        }
    }

    private void configure(ConfigurationServiceOverrider o) {
        o.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withReconciliationTerminationTimeout(TERMINATION_TIMEOUT)
                .withStopOnInformerErrorDuringStartup(true)
                .withUseSSAToPatchPrimaryResource(true)
                .withInformerStoppedHandler((informer, cause) -> {
                    if (cause != null && informer.hasSynced() && !stopping.get()) {
                        LOG.error("An informer stopped; the process ends", cause);
                        halt.run();
                    }
                });
        if (config.leaderElection()) {
            o.withLeaderElectionConfiguration(leaderElection());
        }
    }

    private <R extends HasMetadata> ControllerConfigurationOverrider<R> configure(
            ControllerConfigurationOverrider<R> o, String name) {
        return o.withName(name)
                .settingNamespace(config.namespace())
                .withGenerationAware(false)
                .withFieldManager(Shared.FIELD_MANAGER)
                .withReconciliationMaxInterval(Shared.FLOOR)
                .withRetry(
                        new GenericRetry()
                                .setInitialInterval(RETRY_FIRST)
                                .setIntervalMultiplier(2)
                                .setMaxInterval(RETRY_LONGEST.toMillis())
                                .setMaxAttempts(-1));
    }

    private LeaderElectionConfiguration leaderElection() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(config.namespace())
                .withIdentity(config.identity())
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(
                        new LeaderCallbacks(this::gotLeadership, this::lostLeadership, _ -> {}))
                .build();
    }

    private void gotLeadership() {
        leading.set(true);
        LOG.info("Leading");
    }

    private void lostLeadership() {
        if (!stopping.get()) {
            LOG.error("Leadership is lost; the process ends");
            halt.run();
        }
    }

    private void probe(PoolReconciler pools) {
        try {
            pools.probeBackends(config.namespace());
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again.
            LOG.warn("Probing back ends failed", e);
        }
    }
}
