package dev.easel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private final Thresholds thresholds = new Thresholds(Map.of("createToJobMillis", 100.0));

    @Test
    void holdsTheMedianAndNotTheWorst() {
        var measured = new Measurement("createToJobMillis", List.of(90.0, 95.0, 900.0));

        assertThat(thresholds.violations(List.of(measured))).isEmpty();
    }

    @Test
    void namesWhatIsOverAndWhatIsMissing() {
        var slow = new Measurement("createToJobMillis", List.of(101.0));

        assertThat(thresholds.violations(List.of(slow)))
                .containsExactly("createToJobMillis is 101.0, at most 100.0 is meant");
        assertThat(thresholds.violations(List.of()))
                .containsExactly("createToJobMillis was not measured");
    }

    @Test
    void readsThoseOfTheProject() throws IOException {
        assertThat(Thresholds.ofProject("thresholds.json").medianMax())
                .containsKey("apiServerWritesPerRequest");
    }
}
