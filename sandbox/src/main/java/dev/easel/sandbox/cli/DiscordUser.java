package dev.easel.sandbox.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A person in the Discord stand-in's guild: types commands, presses buttons, reads messages. */
public final class DiscordUser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_MAX = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI control;
    private final String name;

    /**
     * @param control the stand-in's control surface
     * @param name {@code ja} or {@code en}: the user of that language
     */
    public DiscordUser(URI control, String name) {
        this.control = control;
        this.name = name;
    }

    /** Answers the interaction's id. */
    public String slash(String command, Map<String, ?> options)
            throws IOException, InterruptedException {
        var body = Map.of("user", name, "command", command, "options", options);
        return post("/slash", body).path("interactionId").asText();
    }

    /** Types a command in a channel or thread and answers the interaction's id. */
    public String slash(String channel, String command, Map<String, ?> options)
            throws IOException, InterruptedException {
        var body = Map.of("user", name, "channel", channel, "command", command, "options", options);
        return post("/slash", body).path("interactionId").asText();
    }

    public void say(String channel, String text) throws IOException, InterruptedException {
        post("/say", Map.of("user", name, "channel", channel, "text", text));
    }

    public void mention(String channel, String text) throws IOException, InterruptedException {
        post("/mention", Map.of("user", name, "channel", channel, "text", text));
    }

    /** Replies with a ping. */
    public void reply(String messageId, String text) throws IOException, InterruptedException {
        post("/reply", Map.of("user", name, "messageId", messageId, "text", text, "ping", true));
    }

    /** Sends the form that a press opened and answers the new interaction's id. */
    public String submit(String interactionId, Map<String, String> values)
            throws IOException, InterruptedException {
        var body = Map.of("interactionId", interactionId, "values", values);
        return post("/submit", body).path("interactionId").asText();
    }

    /** The newest thread's id. */
    public String latestThread() throws IOException, InterruptedException {
        var latest = "";
        for (var thread : get("/threads", Map.of())) {
            var id = thread.path("id").asText();
            if (latest.isEmpty() || Long.parseUnsignedLong(id) > Long.parseUnsignedLong(latest)) {
                latest = id;
            }
        }
        if (latest.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no thread yet: begin with easel discord /generate \"a red fox\"");
        }
        return latest;
    }

    /** Answers the interaction's id. */
    public String click(String messageId, String customId)
            throws IOException, InterruptedException {
        var body = Map.of("user", name, "messageId", messageId, "customId", customId);
        return post("/click", body).path("interactionId").asText();
    }

    /** How the bot first answered: {@code ack}, {@code ackedAfterMillis}, {@code ephemeral}. */
    public JsonNode acknowledgement(String interactionId, Duration wait)
            throws IOException, InterruptedException {
        return get("/interaction", Map.of("id", interactionId, "waitMillis", millis(wait)));
    }

    /** Messages with all of the properties, after waiting for at least {@code minimum} of them. */
    public JsonNode messages(Map<String, String> properties, int minimum, Duration wait)
            throws IOException, InterruptedException {
        var query = new java.util.HashMap<>(properties);
        query.put("minimum", Integer.toString(minimum));
        query.put("waitMillis", millis(wait));
        return get("/messages", query);
    }

    public byte[] download(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(CALL_MAX).build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonNode post(String path, Object body) throws IOException, InterruptedException {
        var text = JSON.writeValueAsString(body);
        return send(
                HttpRequest.newBuilder(URI.create(control + path))
                        .POST(HttpRequest.BodyPublishers.ofString(text)));
    }

    private JsonNode get(String path, Map<String, String> query)
            throws IOException, InterruptedException {
        var text =
                query.entrySet().stream()
                        .map(e ->
                                e.getKey()
                                        + "="
                                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(control + path + "?" + text)));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response =
                http.send(
                        request.timeout(CALL_MAX).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        var body = JSON.readTree(response.body());
        if (response.statusCode() != 200) {
            throw new IOException("the Discord stand-in: " + body.path("message").asText());
        }
        return body;
    }

    private static String millis(Duration wait) {
        return Long.toString(wait.toMillis());
    }
}
