package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event socket, frame by frame. */
class GatewayIT extends WithGateway {
    private static final int WITH_CONTENT = MESSAGES | GatewaySession.MESSAGE_CONTENT;

    private void knob(String name, boolean value) {
        standIn.turn(standIn.knobs().with(Json.object().put(name, value)));
    }

    @Test
    void greetsAndAcknowledgesHeartbeats() {
        try (var socket = new TestingSocket(standIn)) {
            assertThat(socket.op(10).at("/d/heartbeat_interval").asInt()).isEqualTo(41_250);
            socket.send(Json.object().put("op", 1).put("d", 0));
            assertThat(socket.op(11)).isNotNull();
        }
    }

    @ParameterizedTest(name = "closes {2} for token {0} and intents {1}")
    @CsvSource({
        "wrong, 513, 4004",
        "sandbox.discord.token, 134217728, 4013",
        "sandbox.discord.token, 33281, 4014"
    })
    void closesForWhatItDoesNotAllow(String token, int intents, int code) {
        knob("messageContent", false);
        try (var socket = new TestingSocket(standIn)) {
            socket.identify(token, intents);
            assertThat(socket.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void tellsEveryDocumentedFieldOfReadyAndOfTheGuild() {
        try (var socket = new TestingSocket(standIn)) {
            socket.identify(standIn.token(), MESSAGES);
            var ready = socket.event("READY").path("d");
            var guild = socket.event("GUILD_CREATE").path("d");

            for (var field :
                    List.of(
                            "v",
                            "user",
                            "guilds",
                            "session_id",
                            "resume_gateway_url",
                            "application",
                            "private_channels")) {
                assertThat(ready.has(field)).as(field).isTrue();
            }
            for (var field :
                    List.of(
                            "roles",
                            "channels",
                            "threads",
                            "members",
                            "member_count",
                            "emojis",
                            "voice_states",
                            "guild_scheduled_events",
                            "afk_timeout",
                            "joined_at",
                            "large",
                            "presences",
                            "stage_instances",
                            "soundboard_sounds",
                            "features",
                            "preferred_locale",
                            "premium_tier")) {
                assertThat(guild.has(field)).as(field).isTrue();
            }
            assertThat(ready.path("resume_gateway_url").asText()).isEqualTo(standIn.gatewayUrl());
        }
    }

    @Test
    void replaysWhatASessionMissed() {
        var session = cutOff("reset");
        standIn.users().say("en", "general", "missed");

        try (var again = new TestingSocket(standIn)) {
            again.resume(standIn.token(), session, 2);
            assertThat(again.event("MESSAGE_CREATE").path("s").asInt()).isEqualTo(3);
            assertThat(again.event("RESUMED").path("s").asInt()).isEqualTo(4);
        }
    }

    @Test
    void doesNotResumeASessionThatTheClientEnded() {
        String session;
        try (var socket = new TestingSocket(standIn)) {
            session = session(socket);
            socket.leave(1000);
        }
        assertNotResumed(session);
    }

    @Test
    void doesNotResumeASessionThatExpired() {
        var session = cutOff("reset");
        org.awaitility.Awaitility.await().until(() -> standIn.connectedSessions() == 0);
        clock.pass(Duration.ofSeconds(121));
        assertNotResumed(session);
    }

    private void assertNotResumed(String session) {
        try (var again = new TestingSocket(standIn)) {
            again.resume(standIn.token(), session, 1);
            assertThat(again.op(9).path("d").asBoolean(true)).isFalse();
        }
    }

    @Test
    void blanksMessagesForSessionsWithoutTheIntent() {
        try (var blind = TestingSocket.identified(standIn, MESSAGES);
                var seeing = TestingSocket.identified(standIn, WITH_CONTENT)) {
            standIn.users().say("en", "general", "secret");

            assertThat(content(blind)).isEmpty();
            assertThat(content(seeing)).isEqualTo("secret");
        }
    }

    @Test
    void showsARepliedBotMessageOnlyWithAPingAndNotForAnAnswer() {
        try (var rest = new TestingRest(standIn);
                var blind = TestingSocket.identified(standIn, MESSAGES)) {
            var card =
                    rest.post(
                                    "channels/1100000000000000201/messages",
                                    Json.object().put("content", "card"))
                            .id();
            assertThat(content(blind)).isEqualTo("card");

            standIn.users().reply("en", card, "silent", false);
            assertThat(content(blind)).isEmpty();
            standIn.users().reply("en", card, "pinging", true);
            assertThat(content(blind)).isEqualTo("pinging");
        }
    }

    private static String content(TestingSocket socket) {
        return socket.event("MESSAGE_CREATE").at("/d/content").asText();
    }

    @Test
    void sendsOnlyWhatASessionAskedFor() {
        try (var quiet = TestingSocket.identified(standIn, GatewaySession.GUILDS)) {
            standIn.users().say("en", "general", "unheard");
            standIn.disturbGateway("reconnect");
            assertThat(quiet.next().path("op").asInt()).isEqualTo(7);
        }
    }

    @Test
    void wakesAThreadBeforeItsMessage() {
        try (var rest = new TestingRest(standIn);
                var socket = TestingSocket.identified(standIn, MESSAGES)) {
            var body = Json.object().put("name", "old").put("type", 11);
            var thread = rest.post("channels/1100000000000000201/threads", body).id();
            standIn.users().archive(thread, true, false);
            socket.event("THREAD_UPDATE");

            standIn.users().say("en", thread, "wake up");

            var events = new ArrayList<String>();
            JsonNode frame;
            do {
                frame = socket.op(0);
                events.add(frame.path("t").asText());
            } while (!events.getLast().equals("MESSAGE_CREATE"));
            assertThat(events)
                    .containsExactly("THREAD_UPDATE", "THREAD_MEMBER_UPDATE", "MESSAGE_CREATE");
        }
    }

    @Test
    void repeatsAndDropsEventsWhenTold() {
        try (var socket = TestingSocket.identified(standIn, WITH_CONTENT)) {
            standIn.faults().onEvent("MESSAGE_CREATE", 1, Faults.EventFault.DROP);
            standIn.faults().onEvent("MESSAGE_CREATE", 1, Faults.EventFault.DUPLICATE);
            standIn.users().say("en", "general", "dropped");
            standIn.users().say("en", "general", "twice");

            assertThat(content(socket)).isEqualTo("twice");
            assertThat(content(socket)).isEqualTo("twice");
        }
    }
}
