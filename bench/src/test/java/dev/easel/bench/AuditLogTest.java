package dev.easel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @Test
    void countsOurWritesSinceTheStartAndNoLeases(@TempDir Path directory) throws IOException {
        var log =
                Files.writeString(
                        directory.resolve("audit.log"),
                        event("easel-operator", "create", "jobs", "", "2026-01-01T00:00:01Z")
                                + event(
                                        "easel-api",
                                        "patch",
                                        "generationrequests",
                                        "status",
                                        "2026-01-01T00:00:02Z")
                                + event(
                                        "easel-api",
                                        "patch",
                                        "generationrequests",
                                        "status",
                                        "2025-12-31T00:00:00Z")
                                + event(
                                        "easel-operator",
                                        "update",
                                        "leases",
                                        "",
                                        "2026-01-01T00:00:02Z")
                                + event(
                                        "easel-operator",
                                        "get",
                                        "jobs",
                                        "",
                                        "2026-01-01T00:00:02Z"));

        assertThat(AuditLog.writes(log, Instant.parse("2026-01-01T00:00:00Z")))
                .isEqualTo(
                        Map.of(
                                "operator create jobs", 1,
                                "api patch generationrequests/status", 1));
    }

    private static String event(
            String account, String verb, String resource, String subresource, String time) {
        return """
        {"stage":"ResponseComplete","verb":"%s",\
        "user":{"username":"system:serviceaccount:easel:%s"},\
        "objectRef":{"resource":"%s","subresource":"%s"},\
        "requestReceivedTimestamp":"%s"}
        """
                .formatted(verb, account, resource, subresource, time);
    }
}
