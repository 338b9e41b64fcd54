package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.TestingHttp;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** A client of the original's interface. */
record TestingClient(TestingHttp http) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static TestingClient of(URI url) {
        return new TestingClient(new TestingHttp(url));
    }

    static ObjectNode recipe() {
        return MAPPER.createObjectNode()
                .put("prompt", "1girl, sunset")
                .put("negative_prompt", "lowres")
                .put("seed", 7)
                .put("steps", 4)
                .put("width", 64)
                .put("height", 64)
                .put("sampler_name", "Euler a");
    }

    TestingHttp.Answer txt2img(JsonNode body) {
        return http.post("/sdapi/v1/txt2img", body.toString());
    }

    JsonNode progress() {
        return http.get("/sdapi/v1/progress?skip_current_image=true").json();
    }

    static JsonNode info(TestingHttp.Answer answer) {
        try {
            return MAPPER.readTree(answer.json().path("info").asText());
        } catch (IOException e) {
            throw new AssertionError("info is no JSON", e);
        }
    }

    static List<byte[]> images(TestingHttp.Answer answer) {
        return StreamSupport.stream(answer.json().path("images").spliterator(), false)
                .map(image -> Base64.getDecoder().decode(image.asText()))
                .toList();
    }
}
