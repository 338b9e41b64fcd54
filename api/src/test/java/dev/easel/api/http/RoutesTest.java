package dev.easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.openapi.Description;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final String UUID = "7b1f0e6a-3f0d-4e55-9c1c-2f1f5f3c9a10";

    @Test
    void measuresEveryPathOfTheDocument() {
        for (var path : Description.get().paths()) {
            assertThat(CallLog.route(filled(path))).as(path).isNotEqualTo("unknown");
        }
    }

    @Test
    void describesEveryPathForClients() {
        var described =
                Description.get().paths().stream()
                        .map(path -> CallLog.route(filled(path)))
                        .toList();
        assertThat(CallLog.ROUTES.stream().filter(route -> route.startsWith("/api/v1/")))
                .isSubsetOf(described);
    }

    private static String filled(String template) {
        return template.replace("{request_id}", UUID)
                .replace("{index}", "0")
                .replace("{thread_id}", "1")
                .replace("{user_id}", "1")
                .replace("{key}", "steps")
                .replace("{key_id}", "abcd1234");
    }
}
