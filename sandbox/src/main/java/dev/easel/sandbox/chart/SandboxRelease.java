package dev.easel.sandbox.chart;

import dev.easel.sandbox.cli.Connection;
import dev.easel.sandbox.cluster.ClusterFailure;
import dev.easel.sandbox.cluster.HostService;
import dev.easel.sandbox.image.ImageSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Easel on the sandbox's node: the chart, with values that point it at PostgreSQL and the stand-ins
 * that run beside the node under the names that they have in production.
 */
public final class SandboxRelease {
    public static final String NAMESPACE = "easel";
    public static final int API_NODE_PORT = 30080;

    private static final int READY_SECONDS_MAX = 180;
    private static final String IMAGES_SIZE = "5Gi";
    private static final List<String> DEPLOYMENTS =
            List.of("easel-api", "easel-operator", "easel-bot");

    private final KubernetesClient client;
    private final Path kubeconfig;
    private final Path chart;

    public SandboxRelease(KubernetesClient client, Path kubeconfig, Path chart) {
        this.client = client;
        this.kubeconfig = kubeconfig;
        this.chart = chart;
    }

    /** A program of this machine that pods reach under a service's name. */
    public record HostProgram(String service, int port, int hostPort) {}

    /**
     * What the release is made of.
     *
     * @param nodeAddress where the host's programs listen and where the API's port opens
     * @param imageDirectory of the node, owned by the images' user; absent for a claim instead
     * @param loraDirectory of the node; absent if the back ends' own lists have to do
     * @param programs PostgreSQL and the stand-ins that are used
     * @param searxng what is searched, as pods see it
     * @param apiKey becomes an administrator's key
     */
    public record Spec(
            ImageSet images,
            String nodeAddress,
            @Nullable Path imageDirectory,
            @Nullable Path loraDirectory,
            List<HostProgram> programs,
            DatabaseLogin database,
            Backend backend,
            URI searxng,
            Discord discord,
            String apiKey) {}

    /** The text form leaves the password out. */
    public record DatabaseLogin(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** The addresses as pods see them. */
    public record Backend(URI automatic1111, URI ollama, String ollamaModel) {}

    /** Addresses are given for a stand-in only; the text form leaves the token out. */
    public record Discord(
            String token,
            @Nullable URI restUrl,
            @Nullable URI gatewayUrl,
            @Nullable URI controlUrl) {
        @Override
        public String toString() {
            return "Discord[" + restUrl + "]";
        }
    }

    /** Installs or upgrades, and returns when every process is ready. */
    public Connection install(Spec spec, Consumer<String> progress) throws IOException {
        var installation = new Installation(client, kubeconfig, chart, NAMESPACE);
        installation.createNamespace();
        for (var program : spec.programs()) {
            new HostService(
                            NAMESPACE,
                            program.service(),
                            program.port(),
                            spec.nodeAddress(),
                            program.hostPort())
                    .apply(client);
        }
        installation.putSecret(
                "easel-database",
                Map.of(
                        "username", spec.database().user(),
                        "password", spec.database().password()));
        installation.putSecret("easel-bootstrap-key", Map.of("key", spec.apiKey()));
        installation.putSecret("easel-discord", Map.of("token", spec.discord().token()));
        var api = URI.create("http://" + apiAddress() + ":" + API_NODE_PORT);
        installation.install(values(spec, api));
        for (var name : DEPLOYMENTS) {
            progress.accept("waiting for " + name);
            awaitReady(name);
        }
        return new Connection(api, spec.apiKey(), spec.discord().controlUrl());
    }

    /** The port opens on the cluster's nodes, of which the sandbox's own is just one case. */
    private String apiAddress() {
        return client.nodes().list().getItems().stream()
                .flatMap(node -> node.getStatus().getAddresses().stream())
                .filter(address -> address.getType().equals("InternalIP"))
                .map(address -> address.getAddress())
                .findFirst()
                .orElseThrow(() -> new ClusterFailure("the cluster's nodes have no address"));
    }

    private void awaitReady(String deployment) {
        try {
            client.apps()
                    .deployments()
                    .inNamespace(NAMESPACE)
                    .withName(deployment)
                    .waitUntilReady(READY_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new ClusterFailure(
                    deployment
                            + " is not ready after "
                            + READY_SECONDS_MAX
                            + " s; see: ./easel kubectl describe pods, ./easel kubectl logs deploy/"
                            + deployment);
        }
    }

    private static Map<String, Object> imageStore(Spec spec) {
        var directory = spec.imageDirectory();
        return directory == null
                ? Map.of("size", IMAGES_SIZE)
                : Map.of("size", IMAGES_SIZE, "hostPath", directory.toString());
    }

    private static Map<String, Object> loras(Spec spec) {
        var directory = spec.loraDirectory();
        return directory == null ? Map.of() : Map.of("hostPath", directory.toString());
    }

    static Map<String, Object> values(Spec spec, URI api) {
        var discord = new HashMap<String, Object>();
        if (spec.discord().restUrl() != null) {
            discord.put("restUrl", spec.discord().restUrl().toString());
        }
        if (spec.discord().gatewayUrl() != null) {
            discord.put("gatewayUrl", spec.discord().gatewayUrl().toString());
        }
        return Map.of(
                "images",
                Map.of(
                        "operator", spec.images().operator().reference(),
                        "api", spec.images().api().reference(),
                        "bot", spec.images().bot().reference(),
                        "generator", spec.images().generator().reference(),
                        "pullPolicy", "Never"),
                "api",
                Map.of(
                        "bootstrapKeySecret", "easel-bootstrap-key",
                        "publicUrl", api.toString(),
                        "service", Map.of("type", "NodePort", "nodePort", API_NODE_PORT),
                        "images", imageStore(spec),
                        "loras", loras(spec),
                        "research",
                                Map.of(
                                        "providers", List.of("searxng"),
                                        "searxngUrl", spec.searxng().toString())),
                "bot",
                Map.of("enabled", true, "discord", discord),
                "pool",
                Map.of(
                        "backends",
                        List.of(
                                Map.of(
                                        "name",
                                        "gpu-0",
                                        "automatic1111URL",
                                        spec.backend().automatic1111().toString(),
                                        "ollamaURL",
                                        spec.backend().ollama().toString(),
                                        "ollamaModel",
                                        spec.backend().ollamaModel()))));
    }
}
