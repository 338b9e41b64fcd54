package dev.easel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts writes of Easel's own processes in an API server's audit log. */
final class AuditLog {
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");
    private static final String OURS = "system:serviceaccount:easel:easel-";

    private AuditLog() {}

    /**
     * Writes by process, verb and resource since the instant. Renewals of leases are left out: they
     * go on whether anything is asked or not. Reviews of tokens are left out: nothing is stored.
     */
    static Map<String, Integer> writes(Path log, Instant since) throws IOException {
        var json = new ObjectMapper();
        var counts = new TreeMap<String, Integer>();
        for (var line : Files.readAllLines(log)) {
            if (line.isBlank()) {
                continue;
            }
            var event = json.readTree(line);
            var user = event.path("user").path("username").asText();
            var resource = event.path("objectRef").path("resource").asText();
            if (!"ResponseComplete".equals(event.path("stage").asText())
                    || !user.startsWith(OURS)
                    || !WRITES.contains(event.path("verb").asText())
                    || resource.equals("leases")
                    || resource.equals("tokenreviews")
                    || Instant.parse(event.path("requestReceivedTimestamp").asText())
                            .isBefore(since)) {
                continue;
            }
            var subresource = event.path("objectRef").path("subresource").asText();
            var key =
                    user.substring(OURS.length())
                            + " "
                            + event.path("verb").asText()
                            + " "
                            + resource
                            + (subresource.isEmpty() ? "" : "/" + subresource);
            counts.merge(key, 1, Integer::sum);
        }
        return counts;
    }
}
