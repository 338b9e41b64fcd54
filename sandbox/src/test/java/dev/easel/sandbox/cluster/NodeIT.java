package dev.easel.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One node for all of these, since it takes half a minute; the last test takes it away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeIT {
    private static final String NAMESPACE = "node-it";
    private static final Duration POD_MAX = Duration.ofSeconds(60);

    private final ClusterBinary binary =
            ClusterBinary.ensure(Checkout.current(), System.getenv(), System.out::println);
    private Path directory = Path.of("");
    private final Machine before = machine(directory);
    private final State stateBefore = State.now();
    private @Nullable Node started;

    /** What a node could leave on a machine. */
    private record State(
            Set<String> interfaces, Set<String> mounts, Set<String> chains, List<Path> cgroups) {
        static State now() {
            try (var interfaces = Files.list(Path.of("/sys/class/net"))) {
                var mounts = new TreeSet<String>();
                for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                    mounts.add(line.split(" ", 6)[4]);
                }
                var names = new TreeSet<String>();
                interfaces.forEach(path -> names.add(path.getFileName().toString()));
                return new State(
                        names, mounts, Iptables.kubernetesChains(), Cgroups.ofMachine().groups());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeAll
    void startNode(@TempDir Path temporary) throws IOException {
        var reason = reasonToSkip();
        if (reason != null && !"true".equals(System.getenv("CI"))) {
            System.out.println("NodeIT is skipped: " + reason);
            Assumptions.abort(reason);
        }
        assertThat(Preflight.problems(before)).isEmpty();
        directory = temporary.resolve("node");
        started = start(temporary);
        try (var client = node().client()) {
            client.resource(
                            new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName(NAMESPACE)
                                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                                    .endMetadata()
                                    .build())
                    .create();
            await().atMost(POD_MAX)
                    .until(() ->
                            client.serviceAccounts()
                                            .inNamespace(NAMESPACE)
                                            .withName("default")
                                            .get()
                                    != null);
        }
    }

    @AfterAll
    void removeNode() throws IOException {
        Node.remove(directory);
    }

    @Test
    @Order(1)
    void runsOneGpuPodAndLetsTheSecondWait() throws IOException {
        try (var client = node().client()) {
            client.resource(pod("first")).create();
            awaitPhase(client, "first", "Running");

            client.resource(pod("second")).create();

            await().atMost(POD_MAX).until(() -> unschedulable(client, "second"));
            client.pods().inNamespace(NAMESPACE).withName("first").withGracePeriod(0).delete();
            awaitPhase(client, "second", "Running");
        }
    }

    @Test
    @Order(2)
    void showsTheLogsOfAContainer() throws IOException {
        try (var client = node().client()) {
            var talking = pod("talking", Map.of());
            client.resource(talking).create();
            awaitPhase(client, "talking", "Running");

            var log = kubectl("logs", "--namespace", NAMESPACE, "talking");

            assertThat(log.exitCode()).as(log.output()).isZero();
        }
    }

    @Test
    @Order(3)
    void runsAProgramInsideAContainer() {
        var outcome =
                kubectl("exec", "--namespace", NAMESPACE, "talking", "--", "/no-such-program");

        // The runtime's own answer, so the request went all the way to the container.
        assertThat(outcome.output()).contains("/no-such-program").contains("no such file");
    }

    @Test
    @Order(4)
    void reachesAProgramOfTheMachineThroughAService() throws IOException {
        try (var client = node().client();
                var listening = new ServerSocket(0, 5, InetAddress.getByName(node().address()))) {
            new HostService(NAMESPACE, "outside", 80, node().address(), listening.getLocalPort())
                    .apply(client);
            Service service = client.services().inNamespace(NAMESPACE).withName("outside").get();

            await().atMost(POD_MAX)
                    .until(() -> Ports.accepts(service.getSpec().getClusterIP(), 80));
        }
    }

    @Test
    @Order(5)
    void leavesNothingWhenItIsTakenAway() throws IOException {
        var processes = Processes.recorded(NodeCleanup.ledger(directory));
        var pods = Cgroups.ofMachine().processes();

        Node.remove(directory);

        assertThat(processes).hasSizeGreaterThan(7).noneMatch(ProcessIdentity::alive);
        assertThat(pods).isNotEmpty().noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(State.now()).isEqualTo(stateBefore);
        assertThat(directory).doesNotExist();
        assertThat(NodeFiles.RUN).doesNotExist();
        Node.remove(directory);
    }

    @Test
    @Order(6)
    void isTakenAwayWhenItsProgramsWereKilled() throws IOException {
        started = start(directory.resolveSibling("again"));
        try (var client = node().client()) {
            client.resource(pod("orphan", Map.of(), "default")).create();
            await().atMost(POD_MAX).until(() -> !Cgroups.ofMachine().processes().isEmpty());
        }
        for (var process : Processes.recorded(NodeCleanup.ledger(directory))) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }

        Node.remove(directory);

        assertThat(State.now()).isEqualTo(stateBefore);
        assertThat(directory).doesNotExist();
    }

    private @Nullable String reasonToSkip() {
        if (!before.root()) {
            return "a Kubernetes node needs root on Linux";
        }
        return before.otherNode() ? "this machine runs a node already" : null;
    }

    private Node node() {
        return Objects.requireNonNull(started);
    }

    private Node start(Path temporary) throws IOException {
        return Node.start(
                binary,
                new Node.Spec(
                        directory, temporary.resolve("logs"), before.address().orElseThrow(), 1),
                System.out::println);
    }

    private Program.Outcome kubectl(String... words) {
        var command = new ArrayList<String>();
        command.add(binary.program("kubectl").toString());
        command.add("--kubeconfig=" + node().kubeconfig());
        command.addAll(List.of(words));
        return Program.run(command.toArray(String[]::new));
    }

    private static void awaitPhase(KubernetesClient client, String name, String phase) {
        client.pods()
                .inNamespace(NAMESPACE)
                .withName(name)
                .waitUntilCondition(
                        pod -> pod != null && phase.equals(pod.getStatus().getPhase()),
                        POD_MAX.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private static boolean unschedulable(KubernetesClient client, String name) {
        return client
                .pods()
                .inNamespace(NAMESPACE)
                .withName(name)
                .get()
                .getStatus()
                .getConditions()
                .stream()
                .map(PodCondition::getMessage)
                .anyMatch(message -> message != null && message.contains(Node.GPU));
    }

    private static Pod pod(String name) {
        return pod(name, Map.of(Node.GPU, new Quantity("1")));
    }

    private static Pod pod(String name, Map<String, Quantity> limits) {
        return pod(name, limits, NAMESPACE);
    }

    private static Pod pod(String name, Map<String, Quantity> limits, String namespace) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(1L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("main")
                .withImage(NodeFiles.PAUSE_IMAGE)
                .withImagePullPolicy("Never")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .addToDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withNewResources()
                .addToLimits("memory", new Quantity("32Mi"))
                .addToLimits("cpu", new Quantity("100m"))
                .addToLimits(limits)
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Machine machine(Path directory) {
        try {
            return Machine.look(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
