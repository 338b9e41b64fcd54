package dev.easel.api.auth;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.LimitsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final Caller KEY = new Caller("key:first", Set.of(Scope.READ), null, null);
    private static final Caller BOT =
            new Caller("serviceaccount:easel-bot", Set.of(Scope.READ), null, null);
    private static final Caller GENERATOR =
            new Caller("serviceaccount:easel-generator", Set.of(Scope.INTERNAL), null, null);
    private final AtomicLong now = new AtomicLong();
    private final Rates rates =
            new Rates(new LimitsConfig(List.of(), 1, 2, 5, 3, 1, Duration.ofSeconds(30)), now::get);

    @Test
    void refusesWhatIsBeyondTheBurstAndNamesTheLimit() {
        times(5, () -> rates.count(KEY));
        assertThatThrownBy(() -> rates.count(KEY))
                .asInstanceOf(InstanceOfAssertFactories.type(ApiProblem.class))
                .returns(429, problem -> problem.status().code())
                .returns(
                        Map.of("limit", "requests_per_second", "retry_after_seconds", "1"),
                        ApiProblem::params);
        now.addAndGet(Duration.ofMillis(500).toNanos());
        assertThatCode(() -> rates.count(KEY)).doesNotThrowAnyException();
        assertThatThrownBy(() -> rates.count(KEY)).isInstanceOf(ApiProblem.class);
    }

    @Test
    void countsEachKeyByItself() {
        times(5, () -> rates.count(KEY));
        var other = new Caller("key:other", Set.of(Scope.READ), null, null);
        assertThatCode(() -> rates.count(other)).doesNotThrowAnyException();
    }

    @Test
    void letsServiceAccountsCallTenTimesAsOften() {
        times(50, () -> rates.count(BOT));
        assertThatThrownBy(() -> rates.count(BOT)).isInstanceOf(ApiProblem.class);
    }

    @Test
    void neverStarvesGenerators() {
        times(10_000, () -> rates.count(GENERATOR));
    }

    @Test
    void countsProbesOfBackEndsByThemselves() {
        times(3, () -> rates.countProbe(KEY));
        assertThatThrownBy(() -> rates.countProbe(KEY))
                .asInstanceOf(InstanceOfAssertFactories.type(ApiProblem.class))
                .returns("20", problem -> problem.params().get("retry_after_seconds"));
        assertThatCode(() -> rates.count(KEY)).doesNotThrowAnyException();
    }

    private static void times(int times, Runnable call) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }
}
