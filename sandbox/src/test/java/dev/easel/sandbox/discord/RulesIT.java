package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits and refusals that a bot meets in the field. */
class RulesIT {
    private static final String GENERAL = "channels/1100000000000000201";
    private static final String MESSAGES = GENERAL + "/messages";
    private static final String COMMANDS =
            "applications/" + DiscordStandIn.APPLICATION_ID + "/commands";

    private final TestingClock clock = new TestingClock();
    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start(DiscordStandIn.Options.on("127.0.0.1", 0).withClock(clock));
        turn(Json.object().put("messageRequestsPerWindow", 1000).put("requestsPerSecond", 1000));
        rest = new TestingRest(standIn);
    }

    @AfterEach
    void stop() {
        rest.close();
        standIn.close();
    }

    private void turn(ObjectNode knobs) {
        standIn.turn(standIn.knobs().with(knobs));
    }

    private static ObjectNode text(String content) {
        return Json.object().put("content", content);
    }

    private static ObjectNode display(String... texts) {
        var body = Json.object().put("flags", Message.FLAG_COMPONENTS_V2);
        var components = body.putArray("components");
        for (var text : texts) {
            components.addObject().put("type", 10).put("content", text);
        }
        return body;
    }

    private String answered(ObjectNode callback) {
        rest.post(COMMANDS, command("draw"));
        var id = standIn.users().slash("en", "general", "draw", Map.of());
        var path = "interactions/" + id + "/" + standIn.tokenOf(id) + "/callback";
        assertThat(rest.post(path, callback).status()).isEqualTo(204);
        return "webhooks/" + DiscordStandIn.APPLICATION_ID + "/" + standIn.tokenOf(id);
    }

    private static ObjectNode command(String name) {
        return Json.object().put("name", name).put("description", "Draws").put("type", 1);
    }

    @Test
    void refusesWhatTheGuildsOwnFilterCatches() {
        turn(Json.object().put("blockedWord", "forbidden"));

        assertThat(rest.post(MESSAGES, text("a forbidden word")).code()).isEqualTo(200000);
        assertThat(rest.post(MESSAGES, display("a forbidden word")).code()).isEqualTo(200000);
        assertThat(rest.post(MESSAGES, text("a word")).status()).isEqualTo(200);
        assertThat(standIn.users().messages("general")).hasSize(1);
    }

    @Test
    void refusesAFileBelowTheToldLimitWhereTheRealOneIsLower() {
        turn(Json.object().put("fileBytesMax", 1000));
        var file = Map.of("a.png", new byte[1001]);

        var refused = rest.post(MESSAGES, text("x"), file);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo(40005);
        assertThat(standIn.knobs().toldFileBytesMax()).isEqualTo(10 << 20);
    }

    @Test
    void refusesARequestOfMoreThan25MiB() {
        turn(Json.object().put("boostTier", 2));
        var files = Map.of("a.png", new byte[13 << 20], "b.png", new byte[13 << 20]);

        assertThat(rest.post(MESSAGES, text("x"), files).code()).isEqualTo(40005);
    }

    @Test
    void breaksOnTooManyBytesOfText() {
        var bytes9000 = "夕".repeat(3000);
        var bytes12000 = "夕".repeat(4000);

        assertThat(rest.post(MESSAGES, display(bytes9000)).status()).isEqualTo(200);
        assertThat(rest.post(MESSAGES, display(bytes12000)).status()).isEqualTo(500);
        assertThat(standIn.users().messages("general")).hasSize(1);
    }

    @Test
    void takes20EmojisOnAMessage() {
        var path = MESSAGES + "/" + rest.post(MESSAGES, text("x")).id() + "/reactions/";
        for (var i = 0; i < 20; i++) {
            var emoji = "%F0%9F%98%" + Integer.toHexString(0x80 + i) + "/@me";
            assertThat(rest.put(path + emoji, Json.object()).status()).isEqualTo(204);
        }

        assertThat(rest.put(path + "%F0%9F%91%8D/@me", Json.object()).code()).isEqualTo(30010);
        assertThat(rest.put(path + "thumb/@me", Json.object()).code()).isEqualTo(10014);
    }

    @Test
    void takes200NewCommandsADay() {
        turn(Json.object().put("commandCreatesMax", 2));
        rest.post(COMMANDS, command("one"));
        rest.post(COMMANDS, command("two"));

        assertThat(rest.post(COMMANDS, command("three")).code()).isEqualTo(30034);
        assertThat(rest.post(COMMANDS, command("two")).status()).isEqualTo(200);
        clock.pass(Duration.ofHours(25));
        assertThat(rest.post(COMMANDS, command("three")).status()).isEqualTo(201);
    }

    @Test
    void takes100CommandsAnd15OfEachContextMenu() {
        var slashes = Json.array();
        var menus = Json.array();
        for (var i = 0; i < 101; i++) {
            slashes.add(command("c" + i));
        }
        for (var i = 0; i < 16; i++) {
            menus.addObject().put("name", "m" + i).put("type", 3);
        }

        assertThat(rest.put(COMMANDS, slashes).code()).isEqualTo(30032);
        assertThat(rest.put(COMMANDS, menus).code()).isEqualTo(30032);
        slashes.remove(0);
        menus.remove(0);
        slashes.addAll(menus);
        assertThat(rest.put(COMMANDS, slashes).body()).hasSize(115);
    }

    @Test
    void changesDeletesAndReadsCommandsOfTheGuildAndOfAll() {
        for (var scope : List.of("", "guilds/" + DiscordStandIn.GUILD_ID + "/")) {
            var path = "applications/" + DiscordStandIn.APPLICATION_ID + "/" + scope + "commands";
            var made = rest.post(path, command("draw"));
            var one = path + "/" + made.id();

            var changed = rest.patch(one, Json.object().put("description", "Paints"));

            assertThat(made.status()).isEqualTo(201);
            assertThat(changed.body().path("description").asText()).isEqualTo("Paints");
            assertThat(changed.body().path("version")).isNotEqualTo(made.body().path("version"));
            assertThat(rest.get(one).id()).isEqualTo(made.id());
            assertThat(rest.get(path).body()).hasSize(1);
            assertThat(rest.delete(one).status()).isEqualTo(204);
            assertThat(rest.get(one).code()).isEqualTo(10063);
        }
        assertThat(standIn.violations()).isEmpty();
    }

    @Test
    void takesFiveFollowUpsOfABotThatOnlyTheUserInstalled() {
        turn(Json.object().put("userInstalled", true));
        var reply = Json.object().put("type", 4);
        reply.putObject("data").put("content", "first");
        var webhook = answered(reply);
        for (var i = 0; i < 5; i++) {
            assertThat(rest.post(webhook, text("more")).status()).isEqualTo(200);
        }

        assertThat(rest.post(webhook, text("more")).code()).isEqualTo(40094);
    }

    @Test
    void readsEditsAndDeletesAnswersByTheirToken() {
        var reply = Json.object().put("type", 4);
        reply.putObject("data").put("content", "first").put("flags", Message.FLAG_EPHEMERAL);
        var webhook = answered(reply);
        var follow = rest.post(webhook, text("second").put("flags", Message.FLAG_EPHEMERAL));
        var path = webhook + "/messages/" + follow.id();

        assertThat(rest.get(path).body().path("content").asText()).isEqualTo("second");
        assertThat(rest.patch(path, text("changed")).status()).isEqualTo(200);
        assertThat(rest.delete(path).status()).isEqualTo(204);
        assertThat(rest.get(path).code()).isEqualTo(10008);
        assertThat(rest.delete(webhook + "/messages/@original").status()).isEqualTo(204);
        assertThat(rest.patch(webhook + "/messages/@original", text("x")).code()).isEqualTo(10008);
        assertThat(standIn.violations()).isEmpty();
    }

    @Test
    void answersNothingInAThreadThatIsArchivedAndLocked() {
        rest.post(COMMANDS, command("draw"));
        var thread = standIn.users().openThread("en", "general", "old");
        var id = standIn.users().slash("en", thread, "draw", Map.of());
        standIn.users().archive(thread, true, true);

        var answer =
                rest.post(
                        "interactions/" + id + "/" + standIn.tokenOf(id) + "/callback",
                        Json.object().put("type", 5));

        assertThat(answer.code()).isEqualTo(50083);
    }

    @Test
    void pingsWhomItMay() {
        var all = text("@everyone <@1100000000000000401>");
        var noOne = all.deepCopy();
        noOne.putObject("allowed_mentions").putArray("parse");
        var both = all.deepCopy();
        var allowed = both.putObject("allowed_mentions");
        allowed.putArray("parse").add("users");
        allowed.putArray("users").add("1100000000000000401");

        var pinged = rest.post(MESSAGES, all).body();
        var silent = rest.post(MESSAGES, noOne).body();

        assertThat(pinged.path("mentions")).hasSize(1);
        assertThat(pinged.path("mention_everyone").asBoolean()).isFalse();
        assertThat(silent.path("mentions")).isEmpty();
        assertThat(rest.post(MESSAGES, both).code()).isEqualTo(50035);
        standIn.admin().grant("general", Permission.MENTION_EVERYONE);
        assertThat(rest.post(MESSAGES, all).body().path("mention_everyone").asBoolean()).isTrue();
        assertThat(rest.post(MESSAGES, noOne).body().path("mention_everyone").asBoolean())
                .isFalse();
    }

    @Test
    void keepsTheSpoilerFlagOfFilesAndOfWhatShowsThem() {
        var plain = text("x");
        plain.putArray("attachments")
                .addObject()
                .put("id", 0)
                .put("filename", "a.png")
                .put("is_spoiler", true);
        var shown = Json.object().put("flags", Message.FLAG_COMPONENTS_V2);
        var gallery = shown.putArray("components").addObject().put("type", 12);
        var item = gallery.putArray("items").addObject().put("spoiler", true);
        item.putObject("media").put("url", "attachment://b.png");

        var posted = rest.post(MESSAGES, plain, Map.of("a.png", new byte[3])).body();
        var inGallery = rest.post(MESSAGES, shown, Map.of("b.png", new byte[3])).body();

        assertThat(posted.at("/attachments/0/flags").asInt()).isEqualTo(1 << 3);
        assertThat(inGallery.at("/components/0/items/0/spoiler").asBoolean()).isTrue();
        assertThat(standIn.violations()).isEmpty();
    }

    @ParameterizedTest(name = "cleans the name {0}")
    @ValueSource(strings = {"_夕 景.png", "🦊.png", "a b.png", "__x.png"})
    void cleansNamesAndKeepsTheTitle(String name) {
        var posted = rest.post(MESSAGES, text("x"), Map.of(name, new byte[3])).body();

        var file = posted.path("attachments").path(0);
        assertThat(file.path("filename").asText()).matches("[A-Za-z0-9.][A-Za-z0-9._-]*");
        assertThat(file.path("title").asText()).isEqualTo(name);
        assertThat(file.path("url").asText()).contains(file.path("filename").asText());
    }

    @Test
    void limitsAllRoutesTogether() {
        turn(Json.object().put("requestsPerSecond", 3));
        for (var path : List.of("users/@me", GENERAL, MESSAGES)) {
            rest.get(path);
        }

        var limited = rest.get("gateway/bot");

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.headers().firstValue("X-RateLimit-Scope")).contains("global");
        assertThat(limited.headers().firstValue("X-RateLimit-Global")).contains("true");
        assertThat(limited.body().path("global").asBoolean()).isTrue();
    }

    @Test
    void describesTheLimitOfEveryRoute() {
        var headers = rest.get("users/@me").headers();

        for (var name : List.of("Bucket", "Limit", "Remaining", "Reset", "Reset-After")) {
            assertThat(headers.firstValue("X-RateLimit-" + name)).as(name).isPresent();
        }
        assertThat(rest.get(GENERAL).headers().firstValue("X-RateLimit-Bucket"))
                .isNotEqualTo(headers.firstValue("X-RateLimit-Bucket"));
    }

    @Test
    void bansAnAddressForTooManyInvalidRequests() {
        turn(Json.object().put("invalidRequestsMax", 2));
        standIn.admin().revokeToken();
        rest.get("users/@me");
        rest.get("users/@me");
        standIn.admin().restoreToken();

        var banned = rest.get("users/@me");

        assertThat(banned.status()).isEqualTo(429);
        assertThat(banned.headers().firstValue("Via")).isEmpty();
        clock.pass(Duration.ofMinutes(11));
        assertThat(rest.get("users/@me").status()).isEqualTo(200);
    }

    @Test
    void doesNotCountASharedLimitToTheBan() {
        var shared = new Faults.Action.RateLimited("shared", Duration.ofMillis(1));
        var own = new Faults.Action.RateLimited("user", Duration.ofMillis(1));
        standIn.faults().onRequest("GET", "/users/@me", 1, shared);
        standIn.faults().onRequest("GET", "/users/@me", 1, own);

        rest.get("users/@me");
        assertThat(standIn.invalidRequests()).isZero();
        rest.get("users/@me");
        assertThat(standIn.invalidRequests()).isEqualTo(1);
    }

    @Test
    void notesEveryRequestThatDiscordDoesNotDescribe() {
        rest.get("no/such/route");
        rest.get("users/@me?fields=all");
        rest.post(MESSAGES, text("x").put("tts", "loud"));

        assertThat(standIn.violations())
                .hasSize(3)
                .anyMatch(v -> v.contains("no/such/route"))
                .anyMatch(v -> v.contains("fields"))
                .anyMatch(v -> v.contains("tts"));
    }

    @Test
    void listsArchivedThreadsPageByPage() {
        var ids =
                List.of("one", "two", "three").stream()
                        .map(name -> {
                            clock.pass(Duration.ofMinutes(1));
                            var id = standIn.users().openThread("ja", "general", name);
                            standIn.users().archive(id, true, false);
                            return id;
                        })
                        .toList();

        var first = rest.get(GENERAL + "/threads/archived/public?limit=2").body();
        var before =
                first.at("/threads/1/thread_metadata/archive_timestamp")
                        .asText()
                        .replace("+", "%2B");
        var second = rest.get(GENERAL + "/threads/archived/public?before=" + before).body();

        assertThat(first.path("threads")).hasSize(2);
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(first.at("/threads/0/id").asText()).isEqualTo(ids.get(2));
        assertThat(second.at("/threads/0/id").asText()).isEqualTo(ids.get(0));
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(standIn.violations()).isEmpty();
    }

    @Test
    void listsPrivateArchivedThreadsAndTheMembersOfOne() {
        var theirs = standIn.users().openPrivateThread("ja", "general", "theirs");
        var ours = standIn.users().openPrivateThread("ja", "general", "ours");
        standIn.users().invite(ours, "bot");
        var members = rest.get("channels/" + ours + "/thread-members").body();
        for (var thread : List.of(theirs, ours)) {
            standIn.users().archive(thread, true, false);
        }

        var all = rest.get(GENERAL + "/threads/archived/private").body();
        var own = rest.get(GENERAL + "/users/@me/threads/archived/private").body();

        assertThat(members).hasSize(2);
        assertThat(all.path("threads")).hasSize(2);
        assertThat(own.path("threads")).hasSize(1);
        assertThat(rest.get("channels/" + ours + "/thread-members/@me").status()).isEqualTo(200);
        assertThat(standIn.violations()).isEmpty();
    }

    @Test
    void addsAndRemovesMembersOfAThread() {
        var body = Json.object().put("name", "talk").put("type", 11);
        var thread = "channels/" + rest.post(GENERAL + "/threads", body).id();
        var member = thread + "/thread-members/1100000000000000401";

        assertThat(rest.put(member, Json.object()).status()).isEqualTo(204);
        assertThat(rest.get(member).status()).isEqualTo(200);
        assertThat(rest.delete(member).status()).isEqualTo(204);
        assertThat(rest.get(member).code()).isEqualTo(10013);
        assertThat(rest.delete(thread + "/thread-members/@me").status()).isEqualTo(204);
    }

    @Test
    void tellsTheGuildItsChannelsRolesAndMembers() {
        var guild = "guilds/" + DiscordStandIn.GUILD_ID;

        assertThat(rest.get(guild).body().path("owner_id").asText())
                .isEqualTo("1100000000000000402");
        assertThat(rest.get(guild + "/channels").body()).hasSize(3);
        assertThat(rest.get(guild + "/roles").body()).hasSize(2);
        assertThat(rest.get(guild + "/members/1100000000000000401").status()).isEqualTo(200);
        assertThat(rest.get("users/@me/guilds").body()).hasSize(1);
        assertThat(rest.get("guilds/1").code()).isEqualTo(10004);
        assertThat(standIn.violations()).isEmpty();
    }

    @Test
    void opensAConversationWithAPersonAlone() {
        var person = Json.object().put("recipient_id", "1100000000000000401");
        var bot = Json.object().put("recipient_id", standIn.admin().addBot("Other bot"));

        var opened = rest.post("users/@me/channels", person);

        assertThat(rest.post("channels/" + opened.id() + "/messages", text("hello")).status())
                .isEqualTo(200);
        assertThat(rest.post("users/@me/channels", bot).code()).isEqualTo(50007);
        assertThat(standIn.violations()).isEmpty();
    }

    @Test
    void blanksHistoryWhileTheSwitchIsOff() {
        standIn.users().say("ja", "general", "secret");
        rest.post(MESSAGES, text("own"));
        standIn.admin().setIntentSwitch(false);

        var read = rest.get(MESSAGES).body();

        assertThat(read.findValuesAsText("content")).containsExactly("own", "");
        assertThat(rest.get("applications/@me").body().path("flags").asInt() & 1 << 18).isZero();
        standIn.admin().setIntentSwitch(true);
        assertThat(rest.get(MESSAGES).body().findValuesAsText("content"))
                .containsExactly("own", "secret");
    }

    @Test
    void tellsTheNewLanguageOfAUser() {
        rest.post(COMMANDS, command("draw"));
        var seen = new java.util.concurrent.atomic.AtomicReference<String>();
        try (var socket = TestingSocket.identified(standIn, GatewaySession.GUILDS)) {
            standIn.admin().setLocale("ja", "de");
            standIn.users().slash("ja", "general", "draw", Map.of());
            seen.set(socket.event("INTERACTION_CREATE").at("/d/locale").asText());
        }
        assertThat(seen.get()).isEqualTo("de");
    }

    @Test
    void repeatsNothingAtTheVeryEndOfTheNonceWindow() {
        var once = text("once").put("nonce", "n").put("enforce_nonce", true);
        var first = rest.post(MESSAGES, once).id();
        clock.pass(Duration.ofSeconds(120));
        assertThat(rest.post(MESSAGES, once).id()).isEqualTo(first);
        clock.pass(Duration.ofMillis(1));
        assertThat(rest.post(MESSAGES, once).id()).isNotEqualTo(first);
    }

    @Test
    void addsTheNewFileOfAnEditOnlyInPlaceOfTheOldUnlessTheyAreListed() {
        var path = MESSAGES + "/" + rest.post(MESSAGES, text("x"), Map.of("a.png", file())).id();

        var replaced = rest.patch(path, text("y"), Map.of("b.png", file())).body();

        assertThat(replaced.path("attachments").findValuesAsText("filename"))
                .containsExactly("b.png");
        var both = text("z");
        var list = both.putArray("attachments");
        list.addObject().put("id", replaced.at("/attachments/0/id").asText());
        list.addObject().put("id", "0").put("filename", "c.png");
        assertThat(
                        rest.patch(path, both, Map.of("c.png", file()))
                                .body()
                                .path("attachments")
                                .findValuesAsText("filename"))
                .containsExactly("b.png", "c.png");
    }

    private static byte[] file() {
        return new byte[] {1, 2, 3};
    }
}
