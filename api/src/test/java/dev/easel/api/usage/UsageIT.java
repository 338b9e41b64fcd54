package dev.easel.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.work.TestingGenerators;
import dev.easel.protocol.client.UsageReport;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsageIT {
    private static TestingEasel easel;
    private static TestingGenerators generators;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        generators = new TestingGenerators(easel);
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void addsUpByUserAndByModel() {
        var made = ask("sums", "anna");
        generators.make(made, 2);
        ask("sums", "anna");
        ask("sums", "ben");
        held(made, 90);

        var report = usage("?guild_id=sums", easel.adminKey.value());
        assertThat(report.total().requests()).isEqualTo(3);
        assertThat(report.total().pending()).isEqualTo(3);
        assertThat(report.total().images()).isEqualTo(2);
        assertThat(report.total().bytes()).isPositive();
        assertThat(report.total().gpuSeconds()).isEqualTo(90.0);
        assertThat(report.users()).extracting(u -> u.userId()).containsExactly("anna", "ben");
        assertThat(report.users().getFirst().sum().requests()).isEqualTo(2);
        assertThat(report.users().getFirst().sum().gpuSeconds()).isEqualTo(90.0);
        assertThat(report.users().getLast().sum().images()).isZero();
        assertThat(report.models())
                .extracting(m -> m.modelName())
                .containsExactly("dreamlike", null);
        assertThat(report.models().getFirst().sum().requests()).isEqualTo(1);
        assertThat(usage("?guild_id=sums&user_id=ben", easel.adminKey.value()).total().requests())
                .isEqualTo(1);
    }

    @Test
    void countsTheTimeOfAttemptsThatBroughtNothing() {
        var id = ask("lost", "u");
        generators.begin(id);
        held(id, 30);
        var report = usage("?guild_id=lost", easel.adminKey.value());
        assertThat(report.total().gpuSeconds()).isEqualTo(30.0);
    }

    @Test
    void showsAKeyOfAGuildThatGuildAlone() {
        ask("mine", "u");
        ask("theirs", "u");
        var fixed = easel.key(Set.of(Scope.READ), "mine");
        assertThat(usage("", fixed).total().requests()).isEqualTo(1);
        assertThat(usage("", fixed).users()).extracting(u -> u.guildId()).containsExactly("mine");
        assertThat(usage("?guild_id=theirs", fixed).total().requests()).isZero();
    }

    @Test
    void takesTheSpanThatIsAskedForWithinBounds() {
        ask("span", "u");
        var key = easel.adminKey.value();
        var later = "&since=2999-01-01T00:00:00Z&until=2999-02-01T00:00:00Z";
        assertThat(usage("?guild_id=span" + later, key).total().requests()).isZero();
        var tooLong =
                easel.get(
                        "/api/v1/usage?since=2020-01-01T00:00:00Z&until=2026-01-01T00:00:00Z", key);
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.json().path("field").asText()).isEqualTo("since");
        assertThat(easel.get("/api/v1/usage?until=yesterday", key).status()).isEqualTo(400);
        var swapped = "?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z";
        assertThat(easel.get("/api/v1/usage" + swapped, key).json().path("field").asText())
                .isEqualTo("since");
        assertThat(easel.get("/api/v1/audit" + swapped, key).status()).isEqualTo(400);
    }

    /** As if the slot had been held for so long. */
    private static void held(UUID request, int seconds) {
        try (var database = easel.openDatabase()) {
            database.jdbi()
                    .useHandle(handle ->
                            handle.createUpdate(
                                            """
                                            UPDATE claim SET created_at = coalesce(
                                              (SELECT created_at FROM generation_metadata m
                                                WHERE m.request_uid = claim.request_uid),
                                              progress_at) - make_interval(secs => :seconds)
                                            WHERE request_uid = :request
                                            """)
                                    .bind("seconds", seconds)
                                    .bind("request", request)
                                    .execute());
        }
    }

    private static UsageReport usage(String query, String credential) {
        var answer = easel.get("/api/v1/usage" + query, credential);
        assertThat(answer.status()).isEqualTo(200);
        return answer.as(UsageReport.class);
    }

    private static UUID ask(String guild, String user) {
        return generators.ask(
                Map.of(
                        "guild_id",
                        guild,
                        "user_id",
                        user,
                        "thread_id",
                        "t-" + guild,
                        "instruction",
                        "a cat"));
    }
}
