package dev.easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallLogTest {
    @ParameterizedTest
    @CsvSource({
        "/api/v1/generate, 202, /api/v1/generate",
        "/api/v1/requests/7f2c1f80-0000-4000-8000-000000000001, 200, /api/v1/requests/{id}",
        "/api/v1/requests/7f2c1f80-0000-4000-8000-000000000001/images/3, 404,"
                + " /api/v1/requests/{id}/images/{n}",
        "/internal/v1/requests/7f2c1f80-0000-4000-8000-000000000001/attempts/2/claim, 409,"
                + " /internal/v1/requests/{id}/attempts/{n}/claim",
        "/wp-login.php, 404, unknown",
    })
    void namesRoutesWithoutWhatIsEndless(String path, int status, String route) {
        assertThat(CallLog.route(path, status)).isEqualTo(route);
    }
}
