package dev.easel.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.protocol.client.RequestAccepted;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.work.ProgressReport;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final UUID ID = UUID.fromString("6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f");

    @Test
    void speaksSnakeCaseAndIsoTimesToClients() throws JsonProcessingException {
        var accepted =
                new RequestAccepted(
                        ID, RequestStatus.PENDING, Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(Json.mapper().writeValueAsString(accepted))
                .isEqualTo(
                        """
                        {"request_id":"6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f","status":"pending",\
                        "created_at":"2026-01-02T03:04:05Z"}\
                        """);
    }

    @Test
    void keepsTypesOfResolvedValuesOverARoundTrip() throws JsonProcessingException {
        var parameters =
                new ResolvedParameters(
                        null,
                        null,
                        null,
                        null,
                        new Resolved<>(
                                List.of(new Lora("ink", new BigDecimal("0.80"))),
                                Provenance.REQUEST),
                        null,
                        null,
                        new Resolved<>(4294967295L, Provenance.REQUEST),
                        new Resolved<>(20, Provenance.INSTALLATION),
                        new Resolved<>(new BigDecimal("7.0"), Provenance.INSTALLATION),
                        new Resolved<>(512, Provenance.GUILD),
                        new Resolved<>(512, Provenance.USER),
                        new Resolved<>(4, Provenance.INSTALLATION));
        var json = Json.mapper().writeValueAsString(parameters);

        assertThat(Json.mapper().readValue(json, ResolvedParameters.class)).isEqualTo(parameters);
        assertThat(json).doesNotContain("null");
    }

    @Test
    void ignoresFieldsOfANewerPeer() throws JsonProcessingException {
        var report =
                Json.mapper()
                        .readValue(
                                "{\"phase\":\"Rendering\",\"percent\":40,\"new\":1}",
                                ProgressReport.class);

        assertThat(report).isEqualTo(new ProgressReport(Phase.RENDERING, 40, null));
    }
}
