package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bot is refused when a right is taken from it. */
class PermissionsIT {
    private static final String GENERAL = "channels/1100000000000000201";

    private DiscordStandIn standIn;
    private TestingRest rest;
    private Place place;

    /** Paths of what is there before the right is taken. */
    private record Place(
            String own, String theirs, String thread, String inThread, String secret) {}

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        standIn.turn(standIn.knobs().with(Json.object().put("messageRequestsPerWindow", 1000)));
        rest = new TestingRest(standIn);
        var own = rest.post(GENERAL + "/messages", text("own")).id();
        var theirs = standIn.users().say("en", "general", "theirs");
        var thread = rest.post(GENERAL + "/threads", named("thread").put("type", 11)).id();
        var inThread = rest.post("channels/" + thread + "/messages", text("in")).id();
        var secret = standIn.users().openPrivateThread("ja", "general", "secret");
        place =
                new Place(
                        GENERAL + "/messages/" + own,
                        GENERAL + "/messages/" + theirs,
                        "channels/" + thread,
                        "channels/" + thread + "/messages/" + inThread,
                        "channels/" + secret);
    }

    @AfterEach
    void stop() {
        var violations = standIn.violations();
        rest.close();
        standIn.close();
        assertThat(violations).isEmpty();
    }

    private static ObjectNode text(String content) {
        return Json.object().put("content", content);
    }

    private static ObjectNode named(String name) {
        return Json.object().put("name", name);
    }

    private static ObjectNode replying(String path) {
        var body = text("reply");
        var id = path.substring(path.lastIndexOf('/') + 1);
        body.putObject("message_reference").put("message_id", id);
        return body;
    }

    private static ObjectNode embedding() {
        var body = text("embed");
        body.putArray("embeds").addObject().put("title", "title");
        return body;
    }

    private static Arguments row(
            String what,
            Permission revoked,
            int code,
            BiFunction<TestingRest, Place, TestingRest.Response> call) {
        return Arguments.of(what, revoked, code, call);
    }

    static Stream<Arguments> rows() {
        var messages = GENERAL + "/messages";
        var file = Map.of("a.png", new byte[3]);
        var thumb = "/reactions/%F0%9F%91%8D/@me";
        return Stream.of(
                row("read the channel", Permission.VIEW_CHANNEL, 50001, (r, p) -> r.get(GENERAL)),
                row("list", Permission.VIEW_CHANNEL, 50001, (r, p) -> r.get(messages)),
                row("read", Permission.VIEW_CHANNEL, 50001, (r, p) -> r.get(p.own())),
                row("send", Permission.VIEW_CHANNEL, 50001, (r, p) -> r.post(messages, text("x"))),
                row("edit", Permission.VIEW_CHANNEL, 50001, (r, p) -> r.patch(p.own(), text("x"))),
                row("delete", Permission.VIEW_CHANNEL, 50001, (r, p) -> r.delete(p.own())),
                row(
                        "send into a thread",
                        Permission.VIEW_CHANNEL,
                        50001,
                        (r, p) -> r.post(p.thread() + "/messages", text("x"))),
                row(
                        "join a thread",
                        Permission.VIEW_CHANNEL,
                        50001,
                        (r, p) -> r.put(p.thread() + "/thread-members/@me", Json.object())),
                row("send", Permission.SEND_MESSAGES, 50013, (r, p) -> r.post(messages, text("x"))),
                row(
                        "show typing",
                        Permission.SEND_MESSAGES,
                        50013,
                        (r, p) -> r.post(GENERAL + "/typing", Json.object())),
                row(
                        "send into a thread",
                        Permission.SEND_MESSAGES_IN_THREADS,
                        50013,
                        (r, p) -> r.post(p.thread() + "/messages", text("x"))),
                row(
                        "send a file",
                        Permission.ATTACH_FILES,
                        50013,
                        (r, p) -> r.post(messages, text("x"), file)),
                row(
                        "send an embed",
                        Permission.EMBED_LINKS,
                        50013,
                        (r, p) -> r.post(messages, embedding())),
                row("read", Permission.READ_MESSAGE_HISTORY, 50001, (r, p) -> r.get(p.own())),
                row(
                        "reply",
                        Permission.READ_MESSAGE_HISTORY,
                        160002,
                        (r, p) -> r.post(messages, replying(p.own()))),
                row(
                        "react",
                        Permission.READ_MESSAGE_HISTORY,
                        50013,
                        (r, p) -> r.put(p.own() + thumb, Json.object())),
                row(
                        "list archived threads",
                        Permission.READ_MESSAGE_HISTORY,
                        50013,
                        (r, p) -> r.get(GENERAL + "/threads/archived/public")),
                row(
                        "react first",
                        Permission.ADD_REACTIONS,
                        50013,
                        (r, p) -> r.put(p.own() + thumb, Json.object())),
                row(
                        "make a public thread",
                        Permission.CREATE_PUBLIC_THREADS,
                        50013,
                        (r, p) -> r.post(GENERAL + "/threads", named("n").put("type", 11))),
                row(
                        "make a thread of a message",
                        Permission.CREATE_PUBLIC_THREADS,
                        50013,
                        (r, p) -> r.post(p.theirs() + "/threads", named("n"))),
                row(
                        "make a private thread",
                        Permission.CREATE_PRIVATE_THREADS,
                        50013,
                        (r, p) -> r.post(GENERAL + "/threads", named("n").put("type", 12))),
                row(
                        "lock a thread",
                        Permission.MANAGE_THREADS,
                        50013,
                        (r, p) -> r.patch(p.thread(), Json.object().put("locked", true))),
                row(
                        "delete a thread",
                        Permission.MANAGE_THREADS,
                        50013,
                        (r, p) -> r.delete(p.thread())),
                row(
                        "enter a private thread",
                        Permission.MANAGE_THREADS,
                        50001,
                        (r, p) -> r.post(p.secret() + "/messages", text("x"))),
                row(
                        "list private threads",
                        Permission.MANAGE_THREADS,
                        50013,
                        (r, p) -> r.get(GENERAL + "/threads/archived/private")),
                row(
                        "rename a channel",
                        Permission.MANAGE_CHANNELS,
                        50013,
                        (r, p) -> r.patch(GENERAL, named("n"))),
                row(
                        "delete the messages of others",
                        Permission.MANAGE_MESSAGES,
                        50013,
                        (r, p) -> r.delete(p.theirs())));
    }

    @ParameterizedTest(name = "refuses to {0} without {1}: {2}")
    @MethodSource("rows")
    void refuses(
            String what,
            Permission revoked,
            int code,
            BiFunction<TestingRest, Place, TestingRest.Response> call) {
        standIn.admin().revoke("general", revoked);

        var refused = call.apply(rest, place);

        assertThat(refused.code()).as(what).isEqualTo(code);
        standIn.admin().grant("general", revoked);
        assertThat(call.apply(rest, place).status()).as(what).isBetween(200, 204);
    }

    @Test
    void listsNothingWithoutTheRightToHistory() {
        standIn.admin().revoke("general", Permission.READ_MESSAGE_HISTORY);

        assertThat(rest.get(GENERAL + "/messages").body()).isEmpty();
    }

    @Test
    void joinsAReactionThatOthersBeganWithoutTheRightToBegin() {
        standIn.users().react("ja", place.own().replaceFirst(".*/", ""), "👍");
        standIn.admin().revoke("general", Permission.ADD_REACTIONS);

        var path = place.own() + "/reactions/%F0%9F%91%8D/@me";

        assertThat(rest.put(path, Json.object()).status()).isEqualTo(204);
    }

    @Test
    void wakesAThreadThatIsNotLockedWithTheRightToWriteAlone() {
        standIn.admin().revoke("general", Permission.MANAGE_THREADS);
        var thread = standIn.users().openThread("ja", "general", "theirs");
        standIn.users().archive(thread, true, false);
        var wake = Json.object().put("archived", false);

        assertThat(rest.patch("channels/" + thread, wake).status()).isEqualTo(200);
        standIn.users().archive(thread, true, true);
        assertThat(rest.patch("channels/" + thread, wake).code()).isEqualTo(50013);
    }
}
