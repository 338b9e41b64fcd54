package dev.easel.operator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The operator's meters; none is labelled by request. */
public final class OperatorMetrics {
    private final MeterRegistry meters;
    private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();

    public OperatorMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    public void pool(String pool, int waiting, int held, int slots) {
        gauge("easel.operator.queue.length", pool).set(waiting);
        gauge("easel.operator.slots.held", pool).set(held);
        gauge("easel.operator.slots", pool).set(slots);
    }

    /** A slot was given after {@code waited} since the request was created. */
    public void admitted(Duration waited) {
        meters.timer("easel.operator.queue.wait").record(waited);
    }

    /** From the slot's update to the API server's answer to the Job's POST. */
    public void launched(String outcome, Duration took) {
        meters.timer("easel.operator.launches", "outcome", outcome).record(took);
    }

    public void conflict(String kind) {
        meters.counter("easel.operator.conflicts", "kind", kind).increment();
    }

    public void attemptEnded(String reason) {
        meters.counter("easel.operator.attempts", "reason", reason).increment();
    }

    public void requestFinished(String reason) {
        meters.counter("easel.operator.requests.finished", "reason", reason).increment();
    }

    public void reconcileFailed(String controller) {
        meters.counter("easel.operator.reconcile.errors", "controller", controller).increment();
    }

    private AtomicLong gauge(String name, String pool) {
        return gauges.computeIfAbsent(
                name + "/" + pool,
                key -> {
                    var value = new AtomicLong();
                    Gauge.builder(name, value, AtomicLong::doubleValue)
                            .tags(Tags.of(Tag.of("pool", pool)))
                            .register(meters);
                    return value;
                });
    }
}
