package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page that draws the guild is told. */
class ClientViewIT {
    private static final String GENERAL = "1100000000000000201";

    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        rest = new TestingRest(standIn);
        var command = Json.object().put("name", "draw").put("description", "Draws").put("type", 1);
        command.putObject("name_localizations").put("ja", "描く");
        rest.post("applications/" + DiscordStandIn.APPLICATION_ID + "/commands", command);
    }

    @AfterEach
    void stop() {
        rest.close();
        standIn.close();
    }

    private JsonNode view(String user) {
        return rest.get(standIn.controlUrl() + "/view?user=" + user).body();
    }

    private void answer(String interaction, JsonNode body) {
        var path = "interactions/" + interaction + "/" + standIn.tokenOf(interaction) + "/callback";
        assertThat(rest.post(path, body).status()).isEqualTo(204);
    }

    /** The frames of the stream, one by one. */
    private static final class Stream implements AutoCloseable {
        private final HttpClient http = HttpClient.newHttpClient();
        private final BufferedReader lines;

        Stream(DiscordStandIn standIn, String query) throws Exception {
            var request =
                    HttpRequest.newBuilder(URI.create(standIn.controlUrl() + "/events?" + query));
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        JsonNode next(String event) throws IOException {
            while (true) {
                var line = lines.readLine();
                assertThat(line).as("the stream went on").isNotNull();
                if (line.startsWith("data: ")) {
                    var frame = Json.parse(line.substring(6).getBytes(StandardCharsets.UTF_8));
                    if (frame.path("t").asText().equals(event)) {
                        return frame;
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
            http.shutdownNow();
        }
    }

    @Test
    void showsTheGuildItsPeopleItsMessagesAndItsCommands() {
        standIn.users().say("ja", "general", "夕景");
        var thread = standIn.users().openThread("ja", "general", "old");
        standIn.users().archive(thread, true, false);

        var view = view("ja");

        assertThat(view.at("/user/locale").asText()).isEqualTo("ja");
        assertThat(view.at("/guild/members").findValuesAsText("locale"))
                .containsExactly("en-US", "ja", "en-US");
        assertThat(view.at("/guild/threads/0/thread_metadata/archived").asBoolean()).isTrue();
        assertThat(view.at("/messages/" + GENERAL + "/0/content").asText()).isEqualTo("夕景");
        assertThat(view.at("/commands/0/name_localizations/ja").asText()).isEqualTo("描く");
        assertThat(view.path("s").asLong()).isPositive();
    }

    @Test
    void streamsWhatChangesAfterWhatWasShown() throws Exception {
        var shown = view("ja").path("s").asText();
        var said = standIn.users().say("ja", "general", "one");
        try (var stream = new Stream(standIn, "user=ja&after=" + shown)) {
            assertThat(stream.next("MESSAGE_CREATE").at("/d/id").asText()).isEqualTo(said);

            standIn.users().edit("ja", said, "two");
            assertThat(stream.next("MESSAGE_UPDATE").at("/d/content").asText()).isEqualTo("two");

            standIn.users().openThread("ja", "general", "thread");
            assertThat(stream.next("THREAD_CREATE").at("/d/name").asText()).isEqualTo("thread");

            rest.post("channels/" + GENERAL + "/typing", Json.object());
            assertThat(stream.next("TYPING_START").at("/d/user_id").asText())
                    .isEqualTo(DiscordStandIn.BOT_ID);

            standIn.users().delete(said);
            assertThat(stream.next("MESSAGE_DELETE").at("/d/id").asText()).isEqualTo(said);
        }
    }

    @Test
    void showsAnEphemeralAnswerAndAnOpenFormToTheirUserAlone() throws Exception {
        var reply = Json.object().put("type", 4);
        reply.putObject("data").put("content", "for you").put("flags", 64);
        var form = Json.object().put("type", 9);
        var data = form.putObject("data").put("custom_id", "form").put("title", "Refine");
        var label = data.putArray("components").addObject().put("type", 18).put("label", "Words");
        label.putObject("component").put("type", 4).put("custom_id", "words").put("style", 2);
        try (var theirs = new Stream(standIn, "user=en");
                var own = new Stream(standIn, "user=ja")) {
            var first = standIn.users().slash("ja", "general", "draw", Map.of());
            answer(first, reply);
            var second = standIn.users().slash("ja", "general", "draw", Map.of());
            answer(second, form);
            standIn.users().say("ja", "general", "for all");

            var message = own.next("MESSAGE_CREATE");
            assertThat(message.at("/d/content").asText()).isEqualTo("for you");
            assertThat(message.path("visible_to")).hasSize(1);
            assertThat(own.next("INTERACTION_ANSWER").at("/d/ack").asText()).isEqualTo("REPLIED");
            var open = own.next("MODAL_OPEN");
            assertThat(open.at("/d/interaction_id").asText()).isEqualTo(second);
            assertThat(open.at("/d/modal/title").asText()).isEqualTo("Refine");
            assertThat(theirs.next("MESSAGE_CREATE").at("/d/content").asText())
                    .isEqualTo("for all");
            assertThat(view("ja").path("modals")).hasSize(1);
            assertThat(view("en").path("modals")).isEmpty();
            standIn.users().dismiss(second);
            assertThat(view("ja").path("modals")).isEmpty();
        }
    }
}
