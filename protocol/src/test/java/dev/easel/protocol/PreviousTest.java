package dev.easel.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.work.Previous;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreviousTest {
    private static final UUID ITSELF = new UUID(0, 1);
    private static final UUID SOURCE = new UUID(0, 2);
    private static final UUID OLDER = new UUID(0, 3);

    @Test
    void restsOnItselfAndOnWhatItAndItsHistoryWereMadeFrom() {
        var previous =
                new Previous(
                        ITSELF,
                        null,
                        settings(SOURCE),
                        null,
                        List.of(),
                        List.of(
                                new Previous.Step(new UUID(0, 4), "Generate", null, settings(null)),
                                new Previous.Step(new UUID(0, 5), "Vary", null, settings(OLDER))));
        assertThat(List.of(ITSELF, SOURCE, OLDER)).allMatch(previous::restsOn);
        assertThat(previous.restsOn(new UUID(0, 4))).isFalse();
        assertThat(previous.restsOn(UUID.randomUUID())).isFalse();
    }

    private static Settings settings(@Nullable UUID source) {
        return new Settings(
                "a",
                "",
                "m",
                null,
                List.of(),
                20,
                BigDecimal.valueOf(7),
                "Euler",
                null,
                1,
                512,
                512,
                1,
                source == null
                        ? null
                        : new Derivation(
                                Derivation.Method.IMAGE_TO_IMAGE,
                                source,
                                0,
                                "00",
                                BigDecimal.ONE,
                                null,
                                null));
    }
}
