package dev.easel.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.cluster.Resources;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueuesIT {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void computesOnceForAllWhoAskUntilAResourceChanges() throws IOException {
        try (var easel = TestingEasel.start();
                var database = easel.openDatabase();
                var resources = new Resources(easel.admin, easel.namespace)) {
            resources.start(new Deaf());
            easel.createPool("default", "http://127.0.0.1:9");
            TestingEasel.await().until(() -> resources.pools().size() == 1);
            var early = new Queues(database.jdbi(), resources, at(NOW));
            var first = early.all();
            assertThat(first).hasSize(1);
            assertThat(early.all()).isSameAs(first);

            easel.post(
                    "/api/v1/generate",
                    easel.adminKey.value(),
                    Map.of(
                            "guild_id", "g1",
                            "user_id", "u1",
                            "thread_id", "t1",
                            "instruction", "a cat"));
            TestingEasel.await()
                    .untilAsserted(() -> assertThat(early.all().getFirst().length()).isEqualTo(1));
        }
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private static final class Deaf implements Resources.Listener {
        @Override
        public void changed(String name) {}

        @Override
        public void gone(UUID uid) {}
    }
}
