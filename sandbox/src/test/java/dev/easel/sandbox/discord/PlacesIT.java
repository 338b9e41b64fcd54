package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees which place and what is said in it. */
class PlacesIT {
    private static final String GENERAL = "channels/1100000000000000201";
    private static final int EVERYTHING =
            GatewaySession.GUILDS
                    | GatewaySession.GUILD_MESSAGES
                    | GatewaySession.GUILD_MESSAGES << 3
                    | GatewaySession.MESSAGE_CONTENT;

    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        rest = new TestingRest(standIn);
        var command = Json.object().put("name", "draw").put("description", "Draws").put("type", 1);
        rest.post("applications/" + DiscordStandIn.APPLICATION_ID + "/commands", command);
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

    @Test
    void keepsAPrivateThreadFromABotWithoutTheRightUntilItIsInvited() {
        standIn.admin().revoke("general", Permission.MANAGE_THREADS);
        try (var socket = TestingSocket.identified(standIn, EVERYTHING)) {
            var thread = standIn.users().openPrivateThread("ja", "general", "secret");
            assertThat(rest.get("channels/" + thread).code()).isEqualTo(50001);

            standIn.users().invite(thread, "bot");

            var told = socket.event("THREAD_CREATE").path("d");
            assertThat(told.path("type").asInt()).isEqualTo(12);
            assertThat(told.at("/member/user_id").asText()).isEqualTo(DiscordStandIn.BOT_ID);
            assertThat(told.at("/thread_metadata/invitable").asBoolean()).isTrue();
            var posted = rest.post("channels/" + thread + "/messages", text("hello"));
            assertThat(posted.status()).isEqualTo(200);
        }
    }

    @Test
    void showsAPrivateThreadToItsMembersAndThoseWhoManageThreads() {
        var thread = standIn.users().openPrivateThread("ja", "general", "secret");
        var outsider = standIn.admin().addMember("Outsider", "de");

        assertThat(standIn.users().channels("ja")).extracting("id").contains(thread);
        assertThat(standIn.users().channels("en")).extracting("id").contains(thread);
        assertThat(standIn.users().channels(outsider)).extracting("id").doesNotContain(thread);
        assertThatThrownBy(() -> standIn.users().say(outsider, thread, "hello"))
                .isInstanceOf(IllegalArgumentException.class);
        standIn.users().invite(thread, outsider);
        assertThat(standIn.users().say(outsider, thread, "hello")).isNotEmpty();
    }

    @Test
    void showsAnEphemeralAnswerToWhoeverAskedAlone() {
        var id = standIn.users().slash("ja", "general", "draw", Map.of());
        var body = Json.object().put("type", 4);
        var data = body.putObject("data").put("content", "for you").put("flags", 64);
        var row = data.putArray("components").addObject().put("type", 1);
        row.putArray("components")
                .addObject()
                .put("type", 2)
                .put("style", 1)
                .put("label", "Again")
                .put("custom_id", "again");
        rest.post("interactions/" + id + "/" + standIn.tokenOf(id) + "/callback", body);
        var message = standIn.users().messages("ja", "general").getFirst().id();

        assertThat(standIn.users().messages("en", "general")).isEmpty();
        assertThat(rest.get(GENERAL + "/messages/" + message).code()).isEqualTo(10008);
        assertThat(rest.patch(GENERAL + "/messages/" + message, text("x")).code()).isEqualTo(10008);
        assertThat(rest.delete(GENERAL + "/messages/" + message).code()).isEqualTo(10008);
        assertThatThrownBy(() -> standIn.users().click("en", message, "again"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(standIn.users().click("ja", message, "again")).isNotEmpty();
    }

    @Test
    void readsWhatIsWrittenToItDirectlyWithoutTheIntent() {
        var direct = GatewaySession.GUILDS | GatewaySession.GUILD_MESSAGES << 3;
        try (var socket = TestingSocket.identified(standIn, direct)) {
            standIn.users().sayDirectly("ja", "just us");

            var told = socket.event("MESSAGE_CREATE").path("d");

            assertThat(told.path("content").asText()).isEqualTo("just us");
            assertThat(told.has("guild_id")).isFalse();
            var channel = told.path("channel_id").asText();
            assertThat(rest.get("channels/" + channel).body().path("type").asInt()).isEqualTo(1);
            assertThat(rest.post("channels/" + channel + "/messages", text("yes")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void offersAnAdultCommandOnlyInAnAgeRestrictedChannel() {
        var command = Json.object().put("name", "adult").put("description", "Draws").put("type", 1);
        command.put("nsfw", true);
        rest.post("applications/" + DiscordStandIn.APPLICATION_ID + "/commands", command);

        assertThatThrownBy(() -> standIn.users().slash("ja", "general", "adult", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(standIn.users().slash("ja", "age-restricted", "adult", Map.of())).isNotEmpty();
        standIn.admin().setAgeRestricted("general", true);
        assertThat(standIn.users().slash("ja", "general", "adult", Map.of())).isNotEmpty();
        assertThat(rest.get(GENERAL).body().path("nsfw").asBoolean()).isTrue();
    }

    @Test
    void offersACommandOnlyToThoseWhoMayRunIt() {
        var command = Json.object().put("name", "rule").put("description", "Rules").put("type", 1);
        command.put("default_member_permissions", Long.toString(Permission.MANAGE_GUILD.bit()));
        rest.post("applications/" + DiscordStandIn.APPLICATION_ID + "/commands", command);

        assertThatThrownBy(() -> standIn.users().slash("ja", "general", "rule", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(standIn.users().slash("en", "general", "rule", Map.of())).isNotEmpty();
        standIn.admin().grantTo("ja", "general", Permission.MANAGE_GUILD);
        assertThat(standIn.users().slash("ja", "general", "rule", Map.of())).isNotEmpty();
    }

    @Test
    void tellsNothingOfAChannelThatTheBotDoesNotSee() {
        try (var socket = TestingSocket.identified(standIn, EVERYTHING)) {
            var thread = standIn.users().openThread("ja", "general", "inside");
            socket.event("THREAD_CREATE");
            standIn.admin().revoke("general", Permission.VIEW_CHANNEL);
            var denied = socket.event("CHANNEL_UPDATE").at("/d/permission_overwrites/0/deny");
            standIn.users().say("ja", "general", "unheard");
            standIn.users().say("ja", thread, "unheard");
            standIn.admin().grant("general", Permission.VIEW_CHANNEL);
            socket.event("CHANNEL_UPDATE");

            assertThat(denied.asText()).isEqualTo(Long.toString(Permission.VIEW_CHANNEL.bit()));
            var synced = socket.next();
            assertThat(synced.path("t").asText()).isEqualTo("THREAD_LIST_SYNC");
            assertThat(synced.at("/d/threads/0/id").asText()).isEqualTo(thread);
        }
    }

    @Test
    void deletesAChannelWithItsThreads() {
        var thread = standIn.users().openThread("ja", "general", "inside");
        try (var socket = TestingSocket.identified(standIn, EVERYTHING)) {
            standIn.admin().deleteChannel("general");

            assertThat(socket.event("THREAD_DELETE").at("/d/id").asText()).isEqualTo(thread);
            assertThat(socket.event("CHANNEL_DELETE").at("/d/name").asText()).isEqualTo("general");
            assertThat(rest.get(GENERAL).code()).isEqualTo(10003);
            assertThat(rest.get("channels/" + thread).code()).isEqualTo(10003);
        }
    }

    @Test
    void opensNothingWithARevokedToken() {
        try (var socket = TestingSocket.identified(standIn, EVERYTHING)) {
            standIn.admin().revokeToken();
            assertThat(socket.closeCode()).isEqualTo(4004);
        }
        assertThat(rest.get(GENERAL).status()).isEqualTo(401);
        assertThat(rest.post(GENERAL + "/messages", text("x")).status()).isEqualTo(401);
        try (var again = new TestingSocket(standIn)) {
            again.identify(standIn.token(), EVERYTHING);
            assertThat(again.closeCode()).isEqualTo(4004);
        }
        standIn.admin().restoreToken();
        assertThat(rest.get(GENERAL).status()).isEqualTo(200);
    }

    @Test
    void tellsEveryConnectionOfTheSameTokenEverything() {
        try (var one = TestingSocket.identified(standIn, EVERYTHING);
                var other = TestingSocket.identified(standIn, EVERYTHING)) {
            var id = standIn.users().slash("ja", "general", "draw", Map.of());
            var said = standIn.users().say("ja", "general", "both hear this");

            for (var socket : new TestingSocket[] {one, other}) {
                assertThat(socket.event("INTERACTION_CREATE").at("/d/id").asText()).isEqualTo(id);
                assertThat(socket.event("MESSAGE_CREATE").at("/d/id").asText()).isEqualTo(said);
            }
        }
    }

    @Test
    void repliesToAnyMessage() {
        var said = standIn.users().say("en", "general", "one");

        var reply = standIn.users().reply("ja", said, "two", false);

        var read = rest.get(GENERAL + "/messages/" + reply).body();
        assertThat(read.at("/referenced_message/id").asText()).isEqualTo(said);
        assertThat(read.path("mentions")).isEmpty();
    }
}
