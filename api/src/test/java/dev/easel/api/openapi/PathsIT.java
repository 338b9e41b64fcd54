package dev.easel.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsIT {
    private static TestingEasel easel;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DELETE | /api/v1/generate  | POST
                    TRACE  | /api/v1/queue     | GET
                    PATCH  | /api/v1/settings  | DELETE, GET, PUT
                    DELETE | /api/v1/settings/effective | GET
                    PUT    | /api/v1/requests/7b1f0e6a-3f0d-4e55-9c1c-2f1f5f3c9a10/images/0 | GET, HEAD
                    """)
    void namesTheMethodsThatAPathHas(String method, String path, String allowed)
            throws IOException, InterruptedException {
        var answer = send(method, path, easel.adminKey.value());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
        assertThat(answer.body()).contains("MethodNotAllowed").contains(allowed);
    }

    @Test
    void tellsNoMethodsToThoseWhoMayNotComeIn() throws IOException, InterruptedException {
        assertThat(send("DELETE", "/api/v1/generate", "").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> send(String method, String path, String key)
            throws IOException, InterruptedException {
        return easel.http()
                .send(
                        easel.builder(path, key)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
