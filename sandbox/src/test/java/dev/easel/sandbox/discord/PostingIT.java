package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages, files and threads as bare requests see them. */
class PostingIT {
    private static final String GENERAL = "channels/1100000000000000201";
    private static final String MESSAGES = GENERAL + "/messages";

    private final TestingClock clock = new TestingClock();
    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start(DiscordStandIn.Options.on("127.0.0.1", 0).withClock(clock));
        standIn.turn(standIn.knobs().with(Json.object().put("messageRequestsPerWindow", 1000)));
        rest = new TestingRest(standIn);
    }

    @AfterEach
    void stop() {
        rest.close();
        standIn.close();
    }

    private static ObjectNode text(String content) {
        return Json.object().put("content", content);
    }

    private static ObjectNode once(String nonce) {
        return text("once").put("nonce", nonce).put("enforce_nonce", true);
    }

    private static ObjectNode components() {
        var body = Json.object().put("flags", Message.FLAG_COMPONENTS_V2);
        body.putArray("components");
        return body;
    }

    private static ObjectNode showing(String file) {
        var body = components();
        var gallery = body.withArray("components").addObject().put("type", 12);
        gallery.putArray("items").addObject().putObject("media").put("url", "attachment://" + file);
        return body;
    }

    @Test
    void refusesAWrongToken() {
        try (var other =
                        DiscordStandIn.start(
                                DiscordStandIn.Options.on("127.0.0.1", 0).withToken("other"));
                var foreign = new TestingRest(other)) {
            assertThat(foreign.get(standIn.restUrl() + "users/@me").status()).isEqualTo(401);
        }
    }

    @Test
    void givesTheSameMessageForTheSameNonceInItsWindow() {
        var first = rest.post(MESSAGES, once("a"));
        clock.pass(Duration.ofSeconds(119));
        var second = rest.post(MESSAGES, once("a"));
        clock.pass(Duration.ofSeconds(2));
        var third = rest.post(MESSAGES, once("a"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(third.id()).isNotEqualTo(first.id());
        assertThat(standIn.users().messages("general")).hasSize(2);
    }

    @Test
    void doesNotRepeatADeletedMessage() {
        var first = rest.post(MESSAGES, once("a"));
        rest.delete(MESSAGES + "/" + first.id());

        assertThat(rest.post(MESSAGES, once("a")).code()).isEqualTo(10008);
    }

    @Test
    void refusesANonceOf26Characters() {
        assertThat(rest.post(MESSAGES, once("a".repeat(26))).code()).isEqualTo(50035);
    }

    @Test
    void refusesAnEmptyMessageAndOneOf2001Characters() {
        assertThat(rest.post(MESSAGES, text("")).code()).isEqualTo(50006);
        assertThat(rest.post(MESSAGES, text("a".repeat(2001))).code()).isEqualTo(50035);
    }

    @Test
    void refusesAFileAboveTheLimitOfTheGuild() {
        var file = Map.of("big.png", new byte[(10 << 20) + 1]);

        var refused = rest.post(MESSAGES, text("big"), file);
        standIn.turn(standIn.knobs().with(Json.object().put("boostTier", 2)));
        var taken = rest.post(MESSAGES, text("big"), file);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo(40005);
        assertThat(taken.status()).isEqualTo(200);
    }

    @Test
    void refusesElevenFiles() {
        var files = new LinkedHashMap<String, byte[]>();
        for (var i = 0; i < 11; i++) {
            files.put(i + ".png", new byte[1]);
        }
        assertThat(rest.post(MESSAGES, text("many"), files).code()).isEqualTo(30015);
    }

    @Test
    void resolvesAFileByTheNameItWasGivenAndListsItOnlyInTheGallery() {
        var posted = rest.post(MESSAGES, showing("_夕 景.png"), Map.of("_夕 景.png", new byte[3]));

        assertThat(posted.status()).isEqualTo(200);
        assertThat(posted.body().path("attachments")).isEmpty();
        var media = posted.body().at("/components/0/items/0/media");
        assertThat(media.path("url").asText()).startsWith(standIn.cdnUrl()).contains("ex=", "hm=");
        assertThat(media.path("attachment_id").asText()).isNotEmpty();
    }

    @Test
    void namesTheFileThatAComponentMisses() {
        var refused = rest.post(MESSAGES, showing("other.png"), Map.of("one.png", new byte[3]));

        assertThat(refused.code()).isEqualTo(50035);
        assertThat(refused.body().toString())
                .contains("UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND");
    }

    @Test
    void refusesContentBesideComponents() {
        var body = components().put("content", "both");
        body.withArray("components").addObject().put("type", 10).put("content", "text");

        assertThat(rest.post(MESSAGES, body).code()).isEqualTo(50035);
    }

    @Test
    void refusesMoreThan40ComponentsAndMoreThan4000CharactersInAll() {
        var many = components();
        var long2 = components();
        for (var i = 0; i < 41; i++) {
            many.withArray("components").addObject().put("type", 14);
        }
        for (var i = 0; i < 2; i++) {
            long2.withArray("components")
                    .addObject()
                    .put("type", 10)
                    .put("content", "a".repeat(2001));
        }

        assertThat(rest.post(MESSAGES, many).code()).isEqualTo(50035);
        assertThat(rest.post(MESSAGES, long2).code()).isEqualTo(50035);
    }

    @Test
    void leavesAMessageAsItWasWhenAnEditIsRefused() {
        var posted = rest.post(MESSAGES, showing("a.png"), Map.of("a.png", new byte[3]));

        rest.patch(MESSAGES + "/" + posted.id(), text("content is not allowed here"));

        var seen = standIn.users().messages("general").getFirst();
        assertThat(seen.edits()).isZero();
        assertThat(seen.files()).hasSize(1);
    }

    @Test
    void dropsFilesThatAnEditDoesNotList() {
        var posted = rest.post(MESSAGES, text("two"), Map.of("a.png", new byte[3]));
        var emptied = text("none");
        emptied.putArray("attachments");

        var kept = rest.patch(MESSAGES + "/" + posted.id(), text("kept"));
        var edited = rest.patch(MESSAGES + "/" + posted.id(), emptied);

        assertThat(kept.body().path("attachments")).hasSize(1);
        assertThat(edited.body().path("attachments")).isEmpty();
    }

    @Test
    void doesNotEditTheMessagesOfOthers() {
        var theirs = standIn.users().say("en", "general", "mine");

        assertThat(rest.patch(MESSAGES + "/" + theirs, text("no")).code()).isEqualTo(50005);
    }

    @Test
    void limitsEditsOfMessagesOlderThanAnHour() {
        standIn.turn(standIn.knobs().with(Json.object().put("oldEditsMax", 1)));
        var path = MESSAGES + "/" + rest.post(MESSAGES, text("card")).id();
        rest.patch(path, text("1"));
        rest.patch(path, text("2"));

        clock.pass(Duration.ofMinutes(61));
        var late = rest.patch(path, text("3"));

        assertThat(late.status()).isEqualTo(429);
        assertThat(late.code()).isEqualTo(30046);
    }

    @Test
    void wakesAnArchivedThreadByAMessageButNotByAnEdit() {
        var thread = thread(11).id();
        var message = rest.post("channels/" + thread + "/messages", text("first")).id();
        standIn.users().archive(thread, true, false);

        var edited = rest.patch("channels/" + thread + "/messages/" + message, text("edit"));
        assertThat(edited.code()).isEqualTo(50083);
        assertThat(rest.post("channels/" + thread + "/messages", text("second")).status())
                .isEqualTo(200);
        assertThat(standIn.users().threads().getFirst().archived()).isFalse();
    }

    @Test
    void refusesMessagesInALockedThread() {
        var thread = thread(11).id();
        standIn.users().archive(thread, true, true);

        assertThat(rest.post("channels/" + thread + "/messages", text("x")).code())
                .isEqualTo(160005);
    }

    @Test
    void makesAPrivateThreadUnlessToldOtherwise() {
        var thread = rest.post(GENERAL + "/threads", Json.object().put("name", "quiet"));

        assertThat(thread.status()).isEqualTo(201);
        assertThat(thread.body().path("type").asInt()).isEqualTo(Channel.PRIVATE_THREAD);
    }

    @Test
    void refusesAThreadWithinAThreadAndOneTooMany() {
        var thread = thread(11);
        standIn.turn(standIn.knobs().with(Json.object().put("activeThreadsMax", 1)));

        var body = Json.object().put("name", "inner").put("type", 11);
        assertThat(rest.post("channels/" + thread.id() + "/threads", body).code()).isEqualTo(50024);
        assertThat(thread(11).code()).isEqualTo(160006);
    }

    private TestingRest.Response thread(int type) {
        return rest.post(
                GENERAL + "/threads", Json.object().put("name", "thread").put("type", type));
    }

    @Test
    void allowsTwoRenamesInTenMinutes() {
        var path = "channels/" + thread(11).id();
        for (var name : List.of("one", "two")) {
            assertThat(rest.patch(path, Json.object().put("name", name)).status()).isEqualTo(200);
        }
        assertThat(rest.patch(path, Json.object().put("name", "three")).status()).isEqualTo(429);
    }

    @Test
    void pagesThroughHistory() {
        var ids =
                java.util.stream.IntStream.range(0, 5)
                        .mapToObj(i -> rest.post(MESSAGES, text("m" + i)).id())
                        .toList();

        assertThat(ids(rest.get(MESSAGES + "?limit=2"))).containsExactly(ids.get(4), ids.get(3));
        assertThat(ids(rest.get(MESSAGES + "?limit=2&after=" + ids.get(0))))
                .containsExactly(ids.get(2), ids.get(1));
        assertThat(ids(rest.get(MESSAGES + "?limit=2&before=" + ids.get(2))))
                .containsExactly(ids.get(1), ids.get(0));
        assertThat(ids(rest.get(MESSAGES + "?limit=3&around=" + ids.get(2))))
                .containsExactly(ids.get(3), ids.get(2), ids.get(1));
        assertThat(rest.get(MESSAGES + "?limit=101").code()).isEqualTo(50035);
    }

    private static List<String> ids(TestingRest.Response response) {
        var ids = new ArrayList<String>();
        response.body().forEach(m -> ids.add(m.path("id").asText()));
        return ids;
    }

    @Test
    void answersARateLimitWithWholeSecondsAndAVia() {
        standIn.faults()
                .onRequest(
                        "GET",
                        "/users/@me",
                        1,
                        new Faults.Action.RateLimited("global", Duration.ofMillis(500)));

        var limited = rest.get("users/@me");

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).contains("1");
        assertThat(limited.headers().firstValue("Via")).isPresent();
        assertThat(limited.body().path("retry_after").asDouble()).isEqualTo(0.5);
        assertThat(limited.body().path("global").asBoolean()).isTrue();
    }

    @Test
    void limitsMessagesPerChannel() {
        standIn.turn(standIn.knobs().with(Json.object().put("messageRequestsPerWindow", 2)));
        rest.post(MESSAGES, text("1"));
        rest.post(MESSAGES, text("2"));

        assertThat(rest.post(MESSAGES, text("3")).status()).isEqualTo(429);
        assertThat(rest.post("channels/1100000000000000202/messages", text("1")).status())
                .isEqualTo(200);
    }

    @Test
    void servesAFileWithoutTheTokenUntilItIsGone() throws Exception {
        var posted = rest.post(MESSAGES, text("file"), Map.of("a.txt", new byte[] {7}));
        var url = posted.body().at("/attachments/0/url").asText();

        assertThat(rest.get(url).status()).isEqualTo(400);
        assertThat(download(url).body()).containsExactly(7);
        standIn.turn(standIn.knobs().with(Json.object().put("filesGone", true)));
        assertThat(download(url).statusCode()).isEqualTo(404);
    }

    private static HttpResponse<byte[]> download(String url) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void refusesBadCommandsAndTakesTheSetAgain() {
        var path = "applications/" + DiscordStandIn.APPLICATION_ID + "/commands";
        var commands = Json.array();
        commands.addObject().put("name", "draw").put("description", "Draws").put("type", 1);

        var first = rest.put(path, commands);
        commands.addObject().put("name", "Bad Name").put("description", "x").put("type", 1);
        var refused = rest.put(path, commands);

        assertThat(first.status()).isEqualTo(200);
        assertThat(refused.code()).isEqualTo(50035);
        assertThat(standIn.users().commandNames()).containsExactly("draw");
    }
}
