package dev.easel.crds.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTest {
    private static final Duration RUN = Duration.ofSeconds(60);

    @ParameterizedTest(name = "slots free in {0} s: position {1} starts in {2} s")
    @CsvSource({
        "0, 1, 0",
        "0, 2, 60",
        "0, 3, 120",
        "25, 1, 25",
        "25, 2, 85",
        "0 0, 2, 0",
        "0 0, 3, 60",
        "10 40, 1, 10",
        "10 40, 2, 40",
        "10 40, 3, 70",
        "10 40, 4, 100",
        "0 300, 4, 180"
    })
    void startsWhenTheFirstSlotIsFreeAfterThoseAhead(String slots, int position, long expected) {
        var freeIn =
                Arrays.stream(slots.split(" "))
                        .map(Long::parseLong)
                        .map(Duration::ofSeconds)
                        .toList();

        assertThat(new Forecast(freeIn, RUN).starts(position).getLast())
                .isEqualTo(Duration.ofSeconds(expected));
    }

    @Test
    void knowsNothingWithoutASlot() {
        assertThat(new Forecast(List.of(), RUN).starts(1)).isEmpty();
    }

    @Test
    void expectsAnOverdueRunToEndAnyMoment() {
        assertThat(Forecast.left(Duration.ofSeconds(15), RUN)).isEqualTo(Duration.ofSeconds(45));
        assertThat(Forecast.left(Duration.ofSeconds(600), RUN)).isZero();
    }

    @Test
    void refusesNegativeRuns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Forecast(List.of(), Duration.ofSeconds(-1)));
    }
}
