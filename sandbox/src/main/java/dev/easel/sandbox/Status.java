package dev.easel.sandbox;

import dev.easel.sandbox.chart.SandboxRelease;
import dev.easel.sandbox.cluster.Node;
import dev.easel.sandbox.cluster.ProcessIdentity;
import dev.easel.sandbox.cluster.Processes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./easel status}: what runs, and how much memory it holds. */
final class Status {
    private final Layout layout;
    private final PrintStream out;

    Status(Layout layout, PrintStream out) {
        this.layout = layout;
        this.out = out;
    }

    /** Whether everything that was started still runs. */
    boolean show() throws IOException {
        var supervisor = Supervisor.running(layout);
        var sandbox = Sandbox.read(layout);
        if (supervisor.isEmpty() || sandbox.isEmpty()) {
            out.println("The sandbox does not run. Start it with ./easel up");
            sayWhatIsLeft();
            return false;
        }
        var processes = new ArrayList<ProcessIdentity>();
        processes.add(supervisor.get());
        processes.addAll(Processes.recorded(layout.ledger()));
        processes.addAll(Node.processes(layout.node()));
        for (var process : processes) {
            out.printf("%-24s pid %-8d %s%n", process.name(), process.pid(), state(process));
        }
        var pods = pods(sandbox.get());
        out.println("export KUBECONFIG=" + sandbox.get().kubeconfig());
        return pods && processes.stream().allMatch(ProcessIdentity::alive);
    }

    private void sayWhatIsLeft() throws IOException {
        long left =
                Stream.concat(
                                Processes.recorded(layout.ledger()).stream(),
                                Node.processes(layout.node()).stream())
                        .filter(ProcessIdentity::alive)
                        .count();
        if (left > 0) {
            out.println(
                    left
                            + " programs of one that was killed still run;"
                            + " ./easel down takes them away");
        }
    }

    private boolean pods(Sandbox sandbox) throws IOException {
        var config = Config.fromKubeconfig(sandbox.kubeconfigFile().toFile());
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            List<Pod> pods = client.pods().inNamespace(SandboxRelease.NAMESPACE).list().getItems();
            for (var pod : pods) {
                out.printf("%-40s %s%n", pod.getMetadata().getName(), pod.getStatus().getPhase());
            }
            return true;
        } catch (KubernetesClientException e) {
            out.println("the API server does not answer: " + e.getMessage());
            return false;
        }
    }

    private static String state(ProcessIdentity process) throws IOException {
        if (!process.alive()) {
            return "ended by itself";
        }
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> (Long.parseLong(line.replaceAll("\\D", "")) >> 10) + " MB")
                .findFirst()
                .orElse("");
    }
}
