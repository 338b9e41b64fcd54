package dev.easel.sandbox.cluster;

import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole Kubernetes node on this machine: control plane, scheduler, containerd, kubelet, proxy and
 * DNS. There can be one at a time, since the addresses of pods and the bridge are fixed. Its
 * network is a plain bridge that enforces no network policies.
 */
public final class Node {
    public static final String GPU = "nvidia.com/gpu";
    public static final int API_PORT = 16443;
    private static final String PROXY = "kube-proxy";
    private static final String SCHEDULER = "kube-scheduler";
    private static final String KUBELET = "kubelet";
    private static final String DNS = "coredns";
    private static final Duration READY_MAX = Duration.ofSeconds(120);

    private final Spec spec;
    private final NodeFiles files;
    private final Processes processes;
    private final ControlPlane controlPlane;

    /**
     * What the node is to be.
     *
     * @param directory its state, removed when it is taken away
     * @param logs outlive the node
     * @param address this machine's own, that pods can reach
     * @param gpus how many GPUs the node says that it has
     */
    public record Spec(Path directory, Path logs, String address, int gpus) {}

    private Node(Spec spec, NodeFiles files, Processes processes, ControlPlane controlPlane) {
        this.spec = spec;
        this.files = files;
        this.processes = processes;
        this.controlPlane = controlPlane;
    }

    /** Starts the node and returns when it is ready for pods; a failure leaves nothing behind. */
    public static Node start(ClusterBinary binary, Spec spec, Consumer<String> progress)
            throws IOException {
        remove(spec.directory());
        try {
            return startParts(binary, spec, progress);
        } catch (IOException | RuntimeException e) {
            try {
                remove(spec.directory());
            } catch (IOException | RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Takes the node of this directory away, in whatever state it is. */
    public static void remove(Path directory) throws IOException {
        new NodeCleanup(directory).run();
    }

    /** The programs of the node in this directory, for people to look at. */
    public static List<ProcessIdentity> processes(Path directory) throws IOException {
        return Processes.recorded(NodeCleanup.ledger(directory));
    }

    private static Node startParts(ClusterBinary binary, Spec spec, Consumer<String> progress)
            throws IOException {
        Files.createDirectories(spec.directory());
        Footprint.remember(NodeCleanup.footprint(spec.directory()));
        Iptables.remember(NodeCleanup.chainsBefore(spec.directory()));
        var files = new NodeFiles(spec.directory(), spec.address());
        var processes = new Processes(NodeCleanup.ledger(spec.directory()), spec.logs());
        var containerd = startContainerd(files, processes);
        progress.accept("starting the API server");
        var controlPlane =
                ControlPlane.start(
                        binary,
                        new ControlPlane.Spec(
                                spec.directory(), spec.address(), API_PORT, true, true),
                        processes);
        processes.awaitReady(containerd, READY_MAX, () -> ctr("version").exitCode() == 0);
        var node = new Node(spec, files, processes, controlPlane);
        progress.accept("starting the node");
        node.importImage(PauseImage.write(binary, spec.directory()));
        node.startPrograms(binary);
        try (var client = node.client()) {
            node.serveNames(binary, client);
            node.awaitReady(client);
            node.declareGpus(client);
        }
        return node;
    }

    public Path kubeconfig() {
        return controlPlane.kubeconfig();
    }

    public Path auditLog() {
        return controlPlane.auditLog();
    }

    public String address() {
        return spec.address();
    }

    public KubernetesClient client() throws IOException {
        return controlPlane.client();
    }

    /** Puts a container image where the node's pods find it; there is no registry. */
    public void importImage(Path tar) {
        load(tar);
    }

    /**
     * As {@link #importImage(Path)}, for a process that did not start the node. An image that is
     * there already, under a reference that names its content, is not imported again.
     */
    public static void importImageIntoRunningNode(Path tar, String reference) {
        var known = ctr("--namespace", "k8s.io", "images", "list", "--quiet", "name==" + reference);
        if (!known.output().lines().toList().contains(reference)) {
            load(tar);
        }
    }

    /** Says again how many GPUs there are, if the node lost it. */
    public void declareGpus(KubernetesClient client) {
        var wanted = new Quantity(Integer.toString(spec.gpus()));
        var limit = Duration.ofSeconds(60);
        boolean held =
                Patience.holds(
                        limit,
                        () -> {
                            if (wanted.equals(gpus(client))) {
                                return true;
                            }
                            client.nodes()
                                    .withName(NodeFiles.NAME)
                                    .editStatus(node -> {
                                        var status = node.getStatus();
                                        status.getCapacity().put(GPU, wanted);
                                        status.getAllocatable().put(GPU, wanted);
                                        return node;
                                    });
                            return false;
                        });
        if (!held) {
            throw new ClusterFailure("the node does not keep its " + GPU + " capacity");
        }
    }

    private static void load(Path tar) {
        var outcome = ctr("--namespace", "k8s.io", "images", "import", tar.toString());
        if (outcome.exitCode() != 0) {
            throw new ClusterFailure("cannot import " + tar + ": " + outcome.output().strip());
        }
    }

    private static Program.Outcome ctr(String... words) {
        var command = new ArrayList<String>();
        command.addAll(List.of("ctr", "--address", NodeFiles.containerdSocket().toString()));
        command.addAll(List.of(words));
        return Program.run(command.toArray(String[]::new));
    }

    private static ProcessIdentity startContainerd(NodeFiles files, Processes processes)
            throws IOException {
        Files.createDirectories(files.networkConfiguration());
        Files.writeString(
                files.networkConfiguration().resolve("10-easel.conflist"), files.networkList());
        var configuration = files.directory().resolve("containerd.toml");
        Files.writeString(configuration, files.containerdToml());
        return processes.start(
                "containerd",
                List.of("containerd", "--config", configuration.toString()),
                Map.of());
    }

    private void startPrograms(ClusterBinary binary) throws IOException {
        var pki = controlPlane.pki();
        pki.client(SCHEDULER, Pki.KeyKind.ELLIPTIC, "system:kube-scheduler");
        pki.client(PROXY, Pki.KeyKind.ELLIPTIC, "system:kube-proxy");
        pki.client(KUBELET, Pki.KeyKind.ELLIPTIC, "system:node:" + NodeFiles.NAME, "system:nodes");
        pki.server("kubelet-server", List.of(spec.address(), NodeFiles.NAME));
        Cgroups.ofMachine().create();
        var configuration = spec.directory().resolve("kubelet.yaml");
        Files.writeString(configuration, files.kubeletYaml(pki));
        processes.start(
                SCHEDULER,
                List.of(
                        binary.program(SCHEDULER).toString(),
                        "--kubeconfig=" + controlPlane.kubeconfigFor(SCHEDULER),
                        "--leader-elect=false",
                        "--secure-port=0"),
                Map.of());
        processes.start(
                KUBELET,
                List.of(
                        binary.program(KUBELET).toString(),
                        "--config=" + configuration,
                        "--kubeconfig=" + controlPlane.kubeconfigFor(KUBELET),
                        "--root-dir=" + files.kubeletRoot(),
                        "--cert-dir=" + spec.directory().resolve("kubelet-generated"),
                        "--hostname-override=" + NodeFiles.NAME,
                        "--node-ip=" + spec.address()),
                Map.of());
        processes.start(
                PROXY,
                List.of(
                        binary.program(PROXY).toString(),
                        "--kubeconfig=" + controlPlane.kubeconfigFor(PROXY),
                        "--hostname-override=" + NodeFiles.NAME,
                        "--cluster-cidr=" + NodeFiles.POD_NETWORK,
                        "--proxy-mode=iptables",
                        // Pods of one bridge would answer one another directly, past the
                        // translation, on a kernel whose bridges do not call iptables.
                        "--masquerade-all",
                        "--iptables-localhost-nodeports=false",
                        "--conntrack-max-per-core=0",
                        "--conntrack-tcp-timeout-established=0",
                        "--conntrack-tcp-timeout-close-wait=0"),
                Map.of());
    }

    private void serveNames(ClusterBinary binary, KubernetesClient client) throws IOException {
        var pki = controlPlane.pki();
        pki.client(DNS, Pki.KeyKind.ELLIPTIC, "easel-sandbox-dns");
        var objects = NodeFiles.dnsObjects(spec.address()).getBytes(StandardCharsets.UTF_8);
        for (var object : client.load(new ByteArrayInputStream(objects)).items()) {
            client.resource(object).forceConflicts().serverSideApply();
        }
        var corefile = spec.directory().resolve("Corefile");
        Files.writeString(
                corefile, files.corefile(controlPlane.kubeconfigFor(DNS), machineHasNameServers()));
        var dns =
                processes.start(
                        DNS,
                        List.of(binary.program(DNS).toString(), "-conf", corefile.toString()),
                        Map.of());
        processes.awaitReady(
                dns, READY_MAX, () -> Ports.accepts("127.0.0.1", NodeFiles.DNS_READY_PORT));
    }

    private void awaitReady(KubernetesClient client) throws IOException {
        var kubelet =
                Processes.recorded(NodeCleanup.ledger(spec.directory())).stream()
                        .filter(process -> process.name().equals(KUBELET))
                        .findFirst()
                        .orElseThrow();
        processes.awaitReady(kubelet, READY_MAX, () -> ready(client));
    }

    private static boolean ready(KubernetesClient client) {
        var status = status(client);
        return status != null
                && status.getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Ready")
                                        && condition.getStatus().equals("True"));
    }

    private static @Nullable Quantity gpus(KubernetesClient client) {
        var status = status(client);
        return status == null ? null : status.getAllocatable().get(GPU);
    }

    private static @Nullable NodeStatus status(KubernetesClient client) {
        try {
            var node = client.nodes().withName(NodeFiles.NAME).get();
            return node == null ? null : node.getStatus();
        } catch (KubernetesClientException _) {
            return null;
        }
    }

    private static boolean machineHasNameServers() throws IOException {
        var resolver = Path.of("/etc/resolv.conf");
        return Files.exists(resolver)
                && Files.readAllLines(resolver).stream()
                        .anyMatch(line -> line.startsWith("nameserver "));
    }
}
