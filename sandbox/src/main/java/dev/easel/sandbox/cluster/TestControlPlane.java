package dev.easel.sandbox.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The control plane that all tests of one Maven run share; a test class takes a namespace of its
 * own. It ends, and its files go, when Maven's process ends.
 */
public final class TestControlPlane {
    private static final long TOKEN_SECONDS = 3600;

    private static @Nullable TestControlPlane shared;

    private final Path directory;
    private @Nullable KubernetesClient own;

    private TestControlPlane(Path directory) {
        this.directory = directory;
    }

    /** The control plane of this Maven run (of this JVM, without Maven), started if need be. */
    public static synchronized TestControlPlane shared() {
        var known = shared;
        if (known != null) {
            return known;
        }
        try {
            var started = new TestControlPlane(TestControlPlaneDaemon.ensure());
            shared = started;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("the test control plane cannot start", e);
        }
    }

    public Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /** One JSON object per write request to the API server. */
    public Path auditLog() {
        return directory.resolve("audit.log");
    }

    /** All rights. */
    public Config config() {
        try {
            return ControlPlane.config(kubeconfig());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KubernetesClient client() {
        return client(config());
    }

    /** Tests ask for many tokens, and a connection takes longer than one of them. */
    private synchronized KubernetesClient own() {
        var known = own;
        if (known == null) {
            known = client();
            own = known;
        }
        return known;
    }

    /** A client with the rights of the service account, which must exist. */
    public KubernetesClient clientFor(String namespace, String serviceAccount) {
        return client(configWithToken(token(namespace, serviceAccount, List.of(), null)));
    }

    /** Only the server and its CA are kept of {@link #config}; the token is the one credential. */
    public Config configWithToken(String token) {
        var admin = config();
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(admin.getMasterUrl())
                .withCaCertData(admin.getCaCertData())
                .withOauthToken(token)
                .build();
    }

    /**
     * A token of the service account, as the kubelet would mount it.
     *
     * @param audiences none means the API server itself
     * @param boundTo the pod that the token belongs to; it must exist
     */
    public String token(
            String namespace,
            String serviceAccount,
            List<String> audiences,
            @Nullable Pod boundTo) {
        var request =
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audiences)
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build();
        if (boundTo != null) {
            request =
                    new TokenRequestBuilder(request)
                            .editSpec()
                            .withNewBoundObjectRef()
                            .withApiVersion("v1")
                            .withKind("Pod")
                            .withName(boundTo.getMetadata().getName())
                            .withUid(boundTo.getMetadata().getUid())
                            .endBoundObjectRef()
                            .endSpec()
                            .build();
        }
        return own().serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    /** Applies a directory of YAML files; see {@link Manifests#apply}. */
    public void apply(Path manifests) {
        try (var client = client()) {
            Manifests.apply(client, manifests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The committed definitions of this checkout. */
    public void applyCustomResourceDefinitions() {
        apply(Checkout.current().customResourceDefinitions());
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
