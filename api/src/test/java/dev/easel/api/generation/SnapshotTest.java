package dev.easel.api.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "nothing, PENDING, Pending",
        "Succeeded=Unknown/Pending, PENDING, Pending",
        "Succeeded=Unknown/Pending Admitted=False/WaitingForSlot, PENDING, WaitingForSlot",
        "Succeeded=Unknown/Running Admitted=True/SlotReserved, PROCESSING, Running",
        "Admitted=True/SlotReserved, PROCESSING, SlotReserved",
        "Succeeded=Unknown/Retrying Admitted=False/BackoffPending, PENDING, BackoffPending",
        "Accepted=False/ModelNotFound, FAILED, ModelNotFound",
        "Succeeded=True/Completed Admitted=True/SlotReserved, COMPLETED, Completed",
        "Succeeded=False/RunTimeout Admitted=False/Finished, FAILED, RunTimeout",
    })
    void readsTheContractsWordFromTheConditions(
            String conditions, RequestStatus status, String reason) {
        var standing = Snapshot.standing(request(conditions));
        assertThat(standing.status()).isEqualTo(status);
        assertThat(standing.reason()).isEqualTo(reason);
    }

    @Test
    void keepsWhoAskedAndHow() {
        var snapshot = Snapshot.of(request("nothing"));
        assertThat(snapshot.tenant()).isEqualTo("g");
        assertThat(snapshot.userId()).isEmpty();
        assertThat(snapshot.source()).isEqualTo("Discord");
        assertThat(snapshot.desiredState()).isEqualTo("Active");
        assertThat(snapshot.action()).isEqualTo("Generate");
    }

    @Test
    void takesADeletedResourceAsCancelled() {
        var request = request("nothing");
        request.getMetadata().setDeletionTimestamp("2026-01-01T00:01:00Z");
        assertThat(Snapshot.of(request).desiredState()).isEqualTo("Cancelled");
    }

    private static GenerationRequest request(String conditions) {
        var list = new ArrayList<Map<String, Object>>();
        for (var condition : conditions.split(" ", -1)) {
            var parts = condition.split("[=/]", -1);
            if (parts.length == 3) {
                list.add(
                        Map.of(
                                "type", parts[0],
                                "status", parts[1],
                                "reason", parts[2],
                                "message", "because",
                                "lastTransitionTime", "2026-01-01T00:00:00Z"));
            }
        }
        return Json.mapper()
                .convertValue(
                        Map.of(
                                "metadata",
                                Map.of(
                                        "name", "r",
                                        "uid", "7f2c1f80-0000-4000-8000-000000000001",
                                        "resourceVersion", "7",
                                        "creationTimestamp", "2026-01-01T00:00:00Z"),
                                "spec",
                                Map.of(
                                        "instruction",
                                        "a cat",
                                        "requester",
                                        Map.of("source", "Discord", "tenant", "g")),
                                "status",
                                Map.of("conditions", List.copyOf(list))),
                        GenerationRequest.class);
    }
}
