package dev.easel.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the lease that the leader renews every few seconds. That makes it two witnesses at once:
 * somebody leads, and watches deliver. Ages are measured by this process's own steady clock, never
 * by the times written in the lease.
 */
final class LeaseWatch implements AutoCloseable {
    static final Duration STALE_AFTER = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);

    private final LongSupplier nanoTime;
    private final AtomicLong seenAt;
    private final SharedIndexInformer<Lease> informer;

    LeaseWatch(KubernetesClient client, String namespace, String name, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.seenAt = new AtomicLong(nanoTime.getAsLong());
        this.informer =
                client.resources(Lease.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .inform(handler());
    }

    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - seenAt.get());
    }

    boolean isFresh() {
        return age().compareTo(STALE_AFTER) < 0;
    }

    /** Lets another replica lead at once; only what {@code identity} holds is given up. */
    static void release(KubernetesClient client, String namespace, String name, String identity) {
        try {
            var lease = client.resources(Lease.class).inNamespace(namespace).withName(name).get();
            if (lease == null || !identity.equals(lease.getSpec().getHolderIdentity())) {
                return;
            }
            lease.getSpec().setHolderIdentity("");
            lease.getSpec().setLeaseDurationSeconds(1);
            client.resource(lease).lockResourceVersion().update();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                LOG.atWarn().addKeyValue("status", e.getCode()).log("The lease was not released");
            }
        }
    }

    @Override
    public void close() {
        informer.close();
    }

    private ResourceEventHandler<Lease> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(Lease lease) {
                seen();
            }

            @Override
            public void onUpdate(Lease before, Lease lease) {
                seen();
            }

            @Override
            public void onDelete(Lease lease, boolean unknown) {
                seen();
            }
        };
    }

    private void seen() {
        seenAt.set(nanoTime.getAsLong());
    }
}
