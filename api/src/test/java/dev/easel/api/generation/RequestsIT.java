package dev.easel.api.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.ApiConfig;
import dev.easel.api.Database;
import dev.easel.api.TestingEasel;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.Json;
import dev.easel.sandbox.postgres.TestPostgres;
import dev.easel.service.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows as several threads keep them. */
class RequestsIT {
    private static final UUID ID = UUID.randomUUID();
    private Database database;
    private Requests requests;

    @BeforeEach
    void open() {
        var access = TestPostgres.shared().database();
        database =
                Database.open(
                        new ApiConfig.Database(
                                access.jdbcUrl(), access.user(), new Secret(access.password())));
        requests = new Requests(database.jdbi());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writeDownOnceThatARequestWasCancelledHoweverManySeeIt() throws Exception {
        requests.mirror(seen(1, "Active"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var holder = database.jdbi().open()) {
            holder.begin();
            assertThat(Requests.lock(holder, ID)).isPresent();
            var mirrors = new ArrayList<Future<?>>();
            for (var version : List.of(2, 3)) {
                mirrors.add(threads.submit(() -> requests.mirror(seen(version, "Cancelled"))));
                TestingEasel.await().until(() -> waiting() == mirrors.size());
            }
            holder.commit();
            for (var mirror : mirrors) {
                mirror.get();
            }
        }
        assertThat(count("SELECT count(*) FROM audit_event WHERE action = 'request.cancelled'"))
                .isOne();
    }

    private int waiting() {
        return count(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """);
    }

    private int count(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    private static GenerationRequest seen(int version, String desiredState) {
        return Json.mapper()
                .convertValue(
                        Map.of(
                                "metadata",
                                Map.of(
                                        "name",
                                        "seen",
                                        "uid",
                                        ID,
                                        "resourceVersion",
                                        String.valueOf(version),
                                        "generation",
                                        version,
                                        "creationTimestamp",
                                        "2026-01-01T00:00:00Z",
                                        "managedFields",
                                        List.of(editor())),
                                "spec",
                                Map.of("instruction", "a cat", "desiredState", desiredState)),
                        GenerationRequest.class);
    }

    private static Map<String, Object> editor() {
        return Map.of(
                "manager",
                "kubectl-edit",
                "fieldsV1",
                Map.of("f:spec", Map.of("f:desiredState", Map.of())));
    }
}
