package dev.easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallLogTest {
    @ParameterizedTest
    @CsvSource({
        "/api/v1/generate, /api/v1/generate",
        "/api/v1/requests/7f2c1f80-0000-4000-8000-000000000001, /api/v1/requests/{id}",
        "/api/v1/requests/7f2c1f80-0000-4000-8000-000000000001/images/3,"
                + " /api/v1/requests/{id}/images/{n}",
        "/api/v1/settings, /api/v1/settings",
        "/api/v1/settings/effective, /api/v1/settings/effective",
        "/api/v1/settings/cfg_scale, /api/v1/settings/{key}",
        "/api/v1/loras/scan, /api/v1/loras/scan",
        "/api/v1/threads/1234567890/context, /api/v1/threads/{id}/context",
        "/api/v1/threads/my thread/reset, /api/v1/threads/{id}/reset",
        "/internal/v1/requests/7f2c1f80-0000-4000-8000-000000000001/attempts/2/source-images/0,"
                + " /internal/v1/requests/{id}/attempts/{n}/source-images/{n}",
        "/internal/v1/requests/7f2c1f80-0000-4000-8000-000000000001/attempts/2/claim,"
                + " /internal/v1/requests/{id}/attempts/{n}/claim",
    })
    void namesRoutesWithoutWhatIsEndless(String path, String route) {
        assertThat(CallLog.route(path)).isEqualTo(route);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/wp-login.php",
                "/api/v1/requests/not-a-uuid",
                "/api/v1/threads/a/b/context",
                "/api/v1/requests/7f2c1f80-0000-4000-8000-000000000001/anything",
                "/anything/requests/7f2c1f80-0000-4000-8000-000000000001",
            })
    void callsEveryOtherPathUnknown(String path) {
        assertThat(CallLog.route(path)).isEqualTo("unknown");
    }

    @Test
    void callsEveryMadeUpMethodOther() {
        assertThat(CallLog.method("PATCH")).isEqualTo("PATCH");
        assertThat(CallLog.method("X-1")).isEqualTo("other");
    }
}
