package dev.easel.bot.discord;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which replica answers Discord and delivers: the holder of a Lease. It saves double work
 * and nothing more, so a holder that cannot renew goes on until it sees another one; what both do
 * meanwhile is told apart by Discord's acknowledgements, by nonces and by the threads themselves.
 *
 * <p>Another holder's lease is over when it did not change for its duration, measured here: no two
 * machines' clocks are compared, as the elector of the client library would.
 */
public final class ShardLease {
    private static final Logger log = LoggerFactory.getLogger(ShardLease.class);

    private static final int LOOKS_PER_DURATION = 8;

    /**
     * @param holder who this is: a pod's name, so that a restarted container is itself
     * @param duration how long a holder may be silent
     */
    public record Term(String name, String holder, Duration duration) {}

    /** What to do about the lease as it was read. */
    enum Move {
        CREATE,
        RENEW,
        TAKE,
        WAIT
    }

    private final KubernetesClient client;
    private final String namespace;
    private final Term term;
    private final Runnable gained;
    private final Runnable lost;
    private final Thread thread;

    private volatile boolean ending;
    private boolean held;
    private @Nullable String version;
    private long versionSeenAt;

    /** Both callbacks must only hand over. */
    public ShardLease(
            KubernetesClient client, String namespace, Term term, Runnable gained, Runnable lost) {
        this.client = client;
        this.namespace = namespace;
        this.term = term;
        this.gained = gained;
        this.lost = lost;
        this.thread = Thread.ofVirtual().name("lease").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Gives the lease back, so that another replica takes it at its next look. */
    public void release() {
        abandon();
        try {
            thread.join(term.duration());
            var lease = read();
            if (lease != null && term.holder().equals(lease.getSpec().getHolderIdentity())) {
                lease.getSpec().setHolderIdentity("");
                update(lease);
                log.info("lease given back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KubernetesClientException e) {
            log.atWarn().addKeyValue("status", e.getCode()).log("lease not given back");
        }
    }

    /** Stops renewing, as a crash would. */
    public void abandon() {
        ending = true;
        thread.interrupt();
    }

    static Move next(@Nullable String holder, boolean exists, String self, boolean over) {
        if (!exists) {
            return Move.CREATE;
        }
        if (self.equals(holder)) {
            return Move.RENEW;
        }
        return holder == null || holder.isEmpty() || over ? Move.TAKE : Move.WAIT;
    }

    private void run() {
        var pause = term.duration().dividedBy(LOOKS_PER_DURATION);
        while (!ending) {
            try {
                look();
            } catch (KubernetesClientException e) {
                // Someone was faster, or the API server is away; the next look tells.
                log.atDebug().addKeyValue("status", e.getCode()).log("lease not looked at");
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        var lease = read();
        var holder = lease == null ? null : lease.getSpec().getHolderIdentity();
        boolean over = lease != null && isOver(lease);
        switch (next(holder, lease != null, term.holder(), over)) {
            case CREATE -> {
                client.leases().inNamespace(namespace).resource(fresh()).create();
                hold(true);
            }
            case RENEW -> {
                renew(Objects.requireNonNull(lease));
                hold(true);
            }
            case TAKE -> {
                var taken = Objects.requireNonNull(lease);
                taken.getSpec().setHolderIdentity(term.holder());
                taken.getSpec().setAcquireTime(now());
                var before = taken.getSpec().getLeaseTransitions();
                taken.getSpec().setLeaseTransitions(before == null ? 1 : before + 1);
                renew(taken);
                hold(true);
            }
            case WAIT -> hold(false);
        }
    }

    private boolean isOver(Lease lease) {
        var current = lease.getMetadata().getResourceVersion();
        if (!current.equals(version)) {
            version = current;
            versionSeenAt = System.nanoTime();
            return false;
        }
        return System.nanoTime() - versionSeenAt > term.duration().toNanos();
    }

    private void hold(boolean now) {
        if (now == held || ending) {
            return;
        }
        held = now;
        log.atInfo()
                .addKeyValue("lease", term.name())
                .log(now ? "this replica answers Discord" : "another replica answers Discord");
        (now ? gained : lost).run();
    }

    private @Nullable Lease read() {
        return client.leases().inNamespace(namespace).withName(term.name()).get();
    }

    private void renew(Lease lease) {
        lease.getSpec().setRenewTime(now());
        lease.getSpec().setLeaseDurationSeconds(seconds());
        update(lease);
    }

    /** Fails with a conflict if anyone changed it since it was read. */
    private void update(Lease lease) {
        try {
            client.leases().inNamespace(namespace).resource(lease).update();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    private Lease fresh() {
        return new LeaseBuilder()
                .withMetadata(
                        new ObjectMetaBuilder()
                                .withNamespace(namespace)
                                .withName(term.name())
                                .build())
                .withNewSpec()
                .withHolderIdentity(term.holder())
                .withAcquireTime(now())
                .withRenewTime(now())
                .withLeaseDurationSeconds(seconds())
                .withLeaseTransitions(0)
                .endSpec()
                .build();
    }

    private int seconds() {
        return (int) Math.max(1, term.duration().toSeconds());
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC);
    }
}
