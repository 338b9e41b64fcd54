package dev.easel.sandbox.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * etcd, kube-apiserver and kube-controller-manager with certificates of their own. What keeps the
 * processes, and ends them, is the ledger of {@link Processes}.
 */
public final class ControlPlane {
    static final String SERVICE_ADDRESS = "10.96.0.1";
    static final String KUBELET_CLIENT = "apiserver-kubelet-client";
    private static final Duration START_MAX = Duration.ofSeconds(90);

    private final Spec spec;
    private final Pki pki;
    private final int port;

    /**
     * Where it lives and whom it serves.
     *
     * @param address the address it tells others to reach it at
     * @param port the API server's port; 0 takes a free one
     * @param audit whether each request is written to {@code audit.log}
     * @param forNode whether kubelets will join, so pods need the kubernetes Service
     */
    public record Spec(Path directory, String address, int port, boolean audit, boolean forNode) {}

    private ControlPlane(Spec spec, Pki pki, int port) {
        this.spec = spec;
        this.pki = pki;
        this.port = port;
    }

    /** Starts all three and returns when pods could be created. */
    public static ControlPlane start(ClusterBinary binary, Spec spec, Processes processes)
            throws IOException {
        Files.createDirectories(spec.directory());
        var pki = Pki.create(spec.directory().resolve("pki"), Clock.systemUTC());
        issue(pki, spec);
        var ports = Ports.free(3);
        int port = spec.port() == 0 ? ports.get(2) : spec.port();
        var controlPlane = new ControlPlane(spec, pki, port);
        var etcd =
                processes.start(
                        "etcd", controlPlane.etcd(binary, ports.get(0), ports.get(1)), Map.of());
        processes.awaitReady(etcd, START_MAX, () -> Ports.accepts("127.0.0.1", ports.get(0)));
        var apiServer =
                processes.start(
                        "kube-apiserver", controlPlane.apiServer(binary, ports.get(0)), Map.of());
        Kubeconfig.write(controlPlane.kubeconfig(), controlPlane.url(), pki, "admin");
        var manager =
                processes.start(
                        "kube-controller-manager",
                        controlPlane.controllerManager(binary),
                        Map.of());
        try (var client = controlPlane.client()) {
            processes.awaitReady(apiServer, START_MAX, () -> ready(client));
            processes.awaitReady(manager, START_MAX, () -> defaultAccountExists(client));
        }
        return controlPlane;
    }

    public Path kubeconfig() {
        return spec.directory().resolve("kubeconfig");
    }

    public Path auditLog() {
        return spec.directory().resolve("audit.log");
    }

    public String url() {
        return "https://" + (spec.forNode() ? spec.address() : "127.0.0.1") + ":" + port;
    }

    public KubernetesClient client() throws IOException {
        return new KubernetesClientBuilder().withConfig(config(kubeconfig())).build();
    }

    /** Reads the file alone: no environment, no other files of the user. */
    public static Config config(Path kubeconfig) throws IOException {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    Pki pki() {
        return pki;
    }

    /** A kubeconfig file for one of the cluster's own programs. */
    Path kubeconfigFor(String program) throws IOException {
        var file = spec.directory().resolve(program + ".kubeconfig");
        return Kubeconfig.write(file, url(), pki, program);
    }

    private static void issue(Pki pki, Spec spec) throws IOException {
        pki.server("etcd", List.of("127.0.0.1", "localhost"));
        pki.client("etcd-client", Pki.KeyKind.ELLIPTIC, "kube-apiserver");
        pki.server(
                "apiserver",
                List.of(
                        "127.0.0.1",
                        spec.address(),
                        SERVICE_ADDRESS,
                        "localhost",
                        "kubernetes",
                        "kubernetes.default",
                        "kubernetes.default.svc",
                        "kubernetes.default.svc.cluster.local"));
        pki.client("admin", Pki.KeyKind.RSA, "easel-sandbox-admin", "system:masters");
        pki.client(
                "kube-controller-manager", Pki.KeyKind.ELLIPTIC, "system:kube-controller-manager");
        pki.client(
                KUBELET_CLIENT,
                Pki.KeyKind.ELLIPTIC,
                "kube-apiserver-kubelet-client",
                "system:masters");
        pki.bareKeys("service-accounts");
    }

    private List<String> etcd(ClusterBinary binary, int clientPort, int peerPort) {
        var peer = "http://127.0.0.1:" + peerPort;
        var client = "https://127.0.0.1:" + clientPort;
        return List.of(
                binary.program("etcd").toString(),
                "--data-dir=" + spec.directory().resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--cert-file=" + pki.certificate("etcd"),
                "--key-file=" + pki.key("etcd"),
                "--trusted-ca-file=" + pki.certificate("ca"),
                "--client-cert-auth",
                "--log-level=warn",
                // A sandbox that loses power starts anew; waiting for the disk only costs time.
                "--unsafe-no-fsync");
    }

    private List<String> apiServer(ClusterBinary binary, int etcdPort) throws IOException {
        var flags =
                new ArrayList<>(
                        List.of(
                                binary.program("kube-apiserver").toString(),
                                "--etcd-servers=https://127.0.0.1:" + etcdPort,
                                "--etcd-cafile=" + pki.certificate("ca"),
                                "--etcd-certfile=" + pki.certificate("etcd-client"),
                                "--etcd-keyfile=" + pki.key("etcd-client"),
                                "--secure-port=" + port,
                                "--bind-address=" + (spec.forNode() ? "0.0.0.0" : "127.0.0.1"),
                                "--advertise-address=" + spec.address(),
                                "--cert-dir=" + spec.directory().resolve("generated"),
                                "--tls-cert-file=" + pki.certificate("apiserver"),
                                "--tls-private-key-file=" + pki.key("apiserver"),
                                "--client-ca-file=" + pki.certificate("ca"),
                                "--kubelet-client-certificate=" + pki.certificate(KUBELET_CLIENT),
                                "--kubelet-client-key=" + pki.key(KUBELET_CLIENT),
                                "--kubelet-certificate-authority=" + pki.certificate("ca"),
                                "--kubelet-preferred-address-types=InternalIP",
                                "--service-account-issuer=https://kubernetes.default.svc",
                                "--service-account-key-file=" + pki.publicKey("service-accounts"),
                                "--service-account-signing-key-file=" + pki.key("service-accounts"),
                                "--authorization-mode=Node,RBAC",
                                "--enable-admission-plugins=NodeRestriction",
                                "--service-cluster-ip-range=10.96.0.0/16"));
        if (!spec.forNode()) {
            // Nothing runs that would look for the API server through its Service.
            flags.add("--endpoint-reconciler-type=none");
        }
        if (spec.audit()) {
            flags.add("--audit-log-path=" + auditLog());
            flags.add("--audit-policy-file=" + auditPolicy());
        }
        return flags;
    }

    private Path auditPolicy() throws IOException {
        return Files.writeString(
                spec.directory().resolve("audit-policy.yaml"),
                """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                rules:
                - level: Metadata
                  verbs: [create, update, patch, delete, deletecollection]
                """);
    }

    private List<String> controllerManager(ClusterBinary binary) throws IOException {
        return List.of(
                binary.program("kube-controller-manager").toString(),
                "--kubeconfig=" + kubeconfigFor("kube-controller-manager"),
                "--use-service-account-credentials",
                "--service-account-private-key-file=" + pki.key("service-accounts"),
                "--root-ca-file=" + pki.certificate("ca"),
                "--leader-elect=false",
                // Many tests share one manager; the defaults slow them down.
                "--kube-api-qps=200",
                "--kube-api-burst=400",
                "--flex-volume-plugin-dir=" + spec.directory().resolve("volume-plugins"),
                "--secure-port=0");
    }

    private static boolean ready(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException _) {
            return false;
        }
    }

    private static boolean defaultAccountExists(KubernetesClient client) {
        try {
            return client.serviceAccounts().inNamespace("default").withName("default").get()
                    != null;
        } catch (KubernetesClientException _) {
            return false;
        }
    }
}
