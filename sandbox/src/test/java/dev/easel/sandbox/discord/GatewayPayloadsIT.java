package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Objects of gateway events are those of the routes, which Discord describes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayPayloadsIT {
    private static final String GENERAL = "channels/1100000000000000201";
    private static final int EVERYTHING =
            GatewaySession.GUILDS
                    | GatewaySession.GUILD_MEMBERS
                    | GatewaySession.GUILD_MESSAGES
                    | GatewaySession.GUILD_MESSAGE_REACTIONS
                    | GatewaySession.MESSAGE_CONTENT;

    private final OpenApi described = new OpenApi();
    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeAll
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        rest = new TestingRest(standIn);
    }

    @AfterAll
    void stop() {
        rest.close();
        standIn.close();
    }

    private void fits(String schema, JsonNode payload) {
        assertThat(payload.isObject()).as(schema).isTrue();
        assertThat(described.check(schema, payload)).isEmpty();
    }

    @Test
    void describesTheGuildAndTheBot() {
        try (var socket = new TestingSocket(standIn)) {
            socket.identify(standIn.token(), EVERYTHING);
            fits("UserPIIResponse", socket.event("READY").at("/d/user"));
            var guild = socket.event("GUILD_CREATE").path("d");
            guild.path("roles").forEach(r -> fits("GuildRoleResponse", r));
            guild.path("channels").forEach(c -> fits("GuildChannelResponse", c));
            guild.path("members").forEach(m -> fits("GuildMemberResponse", m));
            assertThat(guild.path("roles")).hasSize(2);
        }
    }

    @Test
    void describesMessages() {
        try (var socket = TestingSocket.identified(standIn, EVERYTHING)) {
            var said = standIn.users().say("ja", "general", "one");
            fits("MessageResponse", socket.event("MESSAGE_CREATE").path("d"));
            standIn.users().edit("ja", said, "two");
            fits("MessageResponse", socket.event("MESSAGE_UPDATE").path("d"));
            standIn.users().reply("en", said, "reply", true);
            fits("MessageResponse", socket.event("MESSAGE_CREATE").path("d"));
            var body = Json.object().put("content", "file");
            rest.post(GENERAL + "/messages", body, Map.of("a.png", new byte[3]));
            fits("MessageResponse", socket.event("MESSAGE_CREATE").path("d"));
            standIn.users().react("ja", said, "👍");
            fits("GuildMemberResponse", socket.event("MESSAGE_REACTION_ADD").at("/d/member"));
        }
    }

    @Test
    void describesThreadsAndChannels() {
        try (var socket = TestingSocket.identified(standIn, EVERYTHING)) {
            var body = Json.object().put("name", "thread").put("type", 11);
            var thread = rest.post(GENERAL + "/threads", body).id();
            fits("ThreadResponse", socket.event("THREAD_CREATE").path("d"));
            standIn.users().invite(thread, "ja");
            fits(
                    "ThreadMemberResponse",
                    socket.event("THREAD_MEMBERS_UPDATE").at("/d/added_members/0"));
            standIn.users().archive(thread, true, false);
            fits("ThreadResponse", socket.event("THREAD_UPDATE").path("d"));
            standIn.users().openPrivateThread("ja", "general", "secret");
            fits("ThreadResponse", socket.event("THREAD_CREATE").path("d"));
            standIn.admin().setAgeRestricted("general", true);
            fits("GuildChannelResponse", socket.event("CHANNEL_UPDATE").path("d"));
            standIn.admin().addMember("New", "de");
            fits("GuildMemberResponse", socket.event("GUILD_MEMBER_ADD").path("d"));
        }
    }
}
