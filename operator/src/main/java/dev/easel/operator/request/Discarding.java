package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Deletes a request that has outlived its time to live, and never another one of its name. */
final class Discarding {
    private Discarding() {}

    static void discard(KubernetesClient client, GenerationRequest seen) {
        var live =
                client.resources(GenerationRequest.class)
                        .inNamespace(seen.getMetadata().getNamespace())
                        .withName(seen.getMetadata().getName())
                        .get();
        if (live == null || !live.getMetadata().getUid().equals(seen.getMetadata().getUid())) {
            return;
        }
        try {
            client.resource(live).lockResourceVersion().delete();
        } catch (KubernetesClientException e) {
            // Gone, or written meanwhile: then it is planned anew within a minute.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
                    && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }
}
