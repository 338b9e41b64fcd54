package dev.easel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.cluster.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Measures the main job on a running sandbox: requests one by one, then several at once. Prints a
 * table, writes {@code target/bench.json} and ends with 1 if a threshold is passed.
 */
public final class BenchMain {
    private static final String NAMESPACE = "easel";
    private static final int ONE_BY_ONE = 5;
    private static final int AT_ONCE = 5;
    private static final Duration EACH_MAX = Duration.ofMinutes(3);
    private static final Pattern START_TO_CLAIM =
            Pattern.compile("\"startToClaimMillis\":\"?(\\d+)");

    private BenchMain() {}

    /**
     * @param args the directory of the sandbox's state, and where to write the report
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: BenchMain SANDBOX_DIRECTORY REPORT");
            System.exit(2);
        }
        var node = Path.of(args[0]).resolve("node");
        var config = ControlPlane.config(node.resolve("kubeconfig"));
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            System.exit(run(client, node.resolve("audit.log"), Path.of(args[1])));
        }
    }

    private static int run(KubernetesClient client, Path auditLog, Path report) throws Exception {
        var begin = Instant.now();
        var measured = new ArrayList<Measurement>();
        try (var single = new MainJob(client, NAMESPACE)) {
            for (int i = 0; i < ONE_BY_ONE; i++) {
                var uid = single.create("a lighthouse in a storm, number " + i);
                single.awaitSucceeded(List.of(uid), EACH_MAX);
            }
            measured.addAll(single.measurements());
        }
        try (var many = new MainJob(client, NAMESPACE)) {
            var uids = IntStream.range(0, AT_ONCE).mapToObj(i -> many.create("fox " + i)).toList();
            many.awaitSucceeded(uids, EACH_MAX.multipliedBy(AT_ONCE));
            measured.add(many.slotFreeToNextJob());
        }
        measured.add(startToClaim(client, begin));
        var writes = AuditLog.writes(auditLog, begin);
        var total = writes.values().stream().mapToInt(Integer::intValue).sum();
        measured.add(
                new Measurement(
                        "apiServerWritesPerRequest",
                        List.of((double) total / (ONE_BY_ONE + AT_ONCE))));
        measured.addAll(ResidentMemory.measure(Path.of("/proc")));
        Measurement.print(measured);
        writes.forEach((what, times) -> System.out.printf("  %-50s %5d%n", what, times));
        Files.createDirectories(report.toAbsolutePath().getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), measured);
        var violations = Thresholds.ofProject("thresholds.json").violations(measured);
        violations.forEach(System.out::println);
        return violations.isEmpty() ? 0 : 1;
    }

    /** What the generators of this run logged of themselves. */
    private static Measurement startToClaim(KubernetesClient client, Instant begin) {
        var values = new ArrayList<Double>();
        var pods =
                client.pods()
                        .inNamespace(NAMESPACE)
                        .withLabel("app.kubernetes.io/name", "easel-generator")
                        .list()
                        .getItems();
        for (var pod : pods) {
            var made = Instant.parse(pod.getMetadata().getCreationTimestamp());
            if (made.isBefore(begin.minusSeconds(1))) {
                continue;
            }
            var log =
                    client.pods()
                            .inNamespace(NAMESPACE)
                            .withName(pod.getMetadata().getName())
                            .getLog();
            var found = START_TO_CLAIM.matcher(log);
            if (found.find()) {
                values.add(Double.valueOf(found.group(1)));
            }
        }
        return new Measurement("generatorStartToClaimMillis", values);
    }
}
