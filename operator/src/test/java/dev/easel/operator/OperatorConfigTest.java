package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.operator.request.Limits;
import dev.easel.service.Env;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {
    private static final Map<String, String> LEAST =
            Map.of("EASEL_NAMESPACE", "easel", "EASEL_API_URL", "http://easel-api:8080");

    @Test
    void needsOnlyANamespaceAndTheApi() {
        var config = OperatorConfig.from(LEAST);

        assertThat(config.namespace()).isEqualTo("easel");
        assertThat(config.leaderElection()).isTrue();
        assertThat(config.opsPort()).isEqualTo(8081);
        assertThat(config.generator().apiUrl()).isEqualTo("http://easel-api:8080");
        assertThat(config.generator().serviceAccount()).isEqualTo("easel-generator");
        assertThat(config.generator().imagePullPolicy()).isEqualTo("IfNotPresent");
        assertThat(config.limits()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void readsEveryKey() {
        var config =
                OperatorConfig.from(
                        Map.of(
                                "POD_NAMESPACE", "pictures",
                                "POD_NAME", "operator-1",
                                "EASEL_API_URL", "https://api.test",
                                "EASEL_GENERATOR_SERVICE_ACCOUNT", "painter",
                                "EASEL_OPS_PORT", "0",
                                "EASEL_LEADER_ELECTION", "false",
                                "EASEL_IMAGE_PULL_POLICY", "Never",
                                "EASEL_RESULT_WAIT_SECONDS", "5",
                                "EASEL_RETRY_BACKOFF_SECONDS", "1",
                                "EASEL_ATTEMPTS_MAX", "9"));

        assertThat(config.namespace()).isEqualTo("pictures");
        assertThat(config.identity()).startsWith("operator-1_");
        assertThat(config.leaderElection()).isFalse();
        assertThat(config.generator().serviceAccount()).isEqualTo("painter");
        assertThat(config.limits().resultWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.limits().backoffInitial()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.limits().attemptsMax()).isEqualTo(9);
    }

    @Test
    void isAnotherIdentityAfterEveryStart() {
        assertThat(OperatorConfig.from(LEAST).identity())
                .isNotEqualTo(OperatorConfig.from(LEAST).identity());
    }

    @ParameterizedTest
    @CsvSource({
        "EASEL_API_URL, ftp://api",
        "EASEL_API_URL, not a url",
        "EASEL_OPS_PORT, 70000",
        "EASEL_LEADER_ELECTION, yes",
        "EASEL_IMAGE_PULL_POLICY, Sometimes",
        "EASEL_RESULT_WAIT_SECONDS, 0",
        "EASEL_RETRY_BACKOFF_SECONDS, -1",
        "EASEL_RETRY_BACKOFF_SECONDS_MAX, soon",
        "EASEL_ATTEMPTS_MAX, 0"
    })
    void namesTheKeyOfABadValue(String key, String value) {
        var environment = new HashMap<>(LEAST);
        environment.put(key, value);

        assertThatThrownBy(() -> OperatorConfig.from(environment))
                .isInstanceOf(Env.InvalidConfiguration.class)
                .hasMessageContaining(key);
    }
}
