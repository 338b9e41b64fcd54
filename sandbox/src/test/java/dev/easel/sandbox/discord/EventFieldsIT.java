package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which fields of READY, of the guild and of a message the client in use needs; an update that
 * needs more or fewer shows here. Each test has a stand-in of its own and mostly waits for a
 * client's own times, so they run side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
class EventFieldsIT {
    /** How long a client takes at most that will be ready, from when it is told of its guild. */
    private static final Duration READY_MAX = Duration.ofSeconds(4);

    private DiscordStandIn standIn;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    /** Removes a field; a path leads there through objects and first elements of lists. */
    private static ObjectNode without(ObjectNode event, String path) {
        var parts = path.split("\\.");
        var parent = event.at(pointer(Arrays.copyOf(parts, parts.length - 1)));
        ((ObjectNode) parent).remove(parts[parts.length - 1]);
        return event;
    }

    private static String pointer(String... parts) {
        return parts.length == 0 ? "" : "/" + String.join("/", parts);
    }

    /** What a client can do that connects while a field is missing. */
    private record Client(
            JDA jda,
            CompletableFuture<MessageReceivedEvent> heard,
            CompletableFuture<SessionResumeEvent> resumed) {
        boolean isReady() {
            return jda.getStatus() == JDA.Status.CONNECTED;
        }
    }

    private Client connect() {
        var controller =
                new ConcurrentSessionController() {
                    @Override
                    public String getGateway() {
                        return standIn.gatewayUrl();
                    }
                };
        var heard = new CompletableFuture<MessageReceivedEvent>();
        var resumed = new CompletableFuture<SessionResumeEvent>();
        var jda =
                JDABuilder.createLight(standIn.token(), GatewayIntent.GUILD_MESSAGES)
                        .setRestConfig(new RestConfig().setBaseUrl(standIn.restUrl()))
                        .setSessionController(controller)
                        .setEnableShutdownHook(false)
                        .addEventListeners(
                                new ListenerAdapter() {
                                    @Override
                                    public void onMessageReceived(MessageReceivedEvent event) {
                                        heard.complete(event);
                                    }

                                    @Override
                                    public void onSessionResume(SessionResumeEvent event) {
                                        resumed.complete(event);
                                    }
                                })
                        .build();
        return new Client(jda, heard, resumed);
    }

    private boolean seesTheGuildWithout(String field) {
        return seesTheGuild(payload -> without(payload, field));
    }

    private boolean seesTheGuild(UnaryOperator<ObjectNode> change) {
        var told = new CountDownLatch(1);
        standIn.faults()
                .rewrite(
                        "GUILD_CREATE",
                        payload -> {
                            told.countDown();
                            return change.apply(payload);
                        });
        var client = connect();
        try {
            Awaitility.await().atMost(TestingBot.PATIENCE).until(() -> told.getCount() == 0);
            return becomesReady(client) && client.jda().getGuilds().size() == 1;
        } finally {
            client.jda().shutdownNow();
        }
    }

    private static boolean becomesReady(Client client) {
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(READY_MAX)
                    .until(client::isReady);
            return true;
        } catch (ConditionTimeoutException _) {
            return false;
        }
    }

    /** Connects a client whose READY lacks a field, and cuts it off. */
    private Client cutOffWithout(String field) {
        standIn.faults().rewrite("READY", payload -> without(payload, field));
        var client = connect();
        Awaitility.await().atMost(TestingBot.PATIENCE).until(client::isReady);
        standIn.faults().clear();
        standIn.disturbGateway("reset");
        return client;
    }

    @ParameterizedTest(name = "identifies again instead of resuming without {0} of READY")
    @ValueSource(strings = {"user", "guilds", "private_channels", "session_id"})
    void identifiesAgainWithout(String field) {
        var client = cutOffWithout(field);
        try (var rest = new TestingRest(standIn)) {
            var left = "/session_start_limit/remaining";
            Awaitility.await()
                    .atMost(TestingBot.PATIENCE)
                    .until(() -> rest.get("gateway/bot").body().at(left).asInt() == 998);
            assertThat(client.resumed()).isNotDone();
        } finally {
            client.jda().shutdownNow();
        }
    }

    @ParameterizedTest(name = "resumes without {0} of READY")
    @ValueSource(strings = {"v", "application", "session_type", "shard"})
    void resumesWithout(String field) {
        var client = cutOffWithout(field);
        try {
            assertThat(client.resumed()).succeedsWithin(TestingBot.PATIENCE);
        } finally {
            client.jda().shutdownNow();
        }
    }

    @ParameterizedTest(name = "does not see a guild without {0}")
    @ValueSource(
            strings = {
                "roles",
                "channels",
                "threads",
                "members",
                "member_count",
                "emojis",
                "voice_states",
                "guild_scheduled_events",
                "roles.0.name",
                "roles.0.permissions",
                "roles.0.position",
                "roles.0.colors",
                "channels.0.position",
                "members.0.user"
            })
    void doesNotSeeAGuildWithout(String field) {
        assertThat(seesTheGuildWithout(field)).isFalse();
    }

    @ParameterizedTest(name = "sees a guild without {0}")
    @ValueSource(
            strings = {
                "joined_at",
                "large",
                "presences",
                "stage_instances",
                "soundboard_sounds",
                "features",
                "preferred_locale",
                "premium_tier"
            })
    void seesAGuildWithout(String field) {
        assertThat(seesTheGuildWithout(field)).isTrue();
    }

    /** One of 0 takes the guild from a client, though no other part of it needs the value. */
    @ParameterizedTest(name = "with an afk_timeout of {0}: {1}")
    @CsvSource({"0, false", "60, true", "300, true", "900, true", "1800, true", "3600, true"})
    void seesAGuildWithAnAfkTimeoutOfDiscordsOwn(int seconds, boolean seen) {
        assertThat(seesTheGuild(guild -> guild.put("afk_timeout", seconds))).isEqualTo(seen);
    }

    private Optional<MessageReceivedEvent> heardWithout(String field) {
        return heard(payload -> without(payload, field));
    }

    private Optional<MessageReceivedEvent> heard(UnaryOperator<ObjectNode> change) {
        var client = connect();
        try {
            Awaitility.await().atMost(TestingBot.PATIENCE).until(client::isReady);
            standIn.faults().rewrite("MESSAGE_CREATE", change);
            // A mention, which shows its attachments to a client without message content.
            standIn.users().mention("ja", "general", "incomplete");
            standIn.faults().clear();
            var complete = standIn.users().say("ja", "general", "complete");
            var heard = client.heard().orTimeout(15, TimeUnit.SECONDS).join();
            return heard.getMessageId().equals(complete) ? Optional.empty() : Optional.of(heard);
        } finally {
            client.jda().shutdownNow();
        }
    }

    @ParameterizedTest(name = "does not hear a message without {0}")
    @ValueSource(strings = {"id", "channel_id", "author", "author.id"})
    void doesNotHearAMessageWithout(String field) {
        assertThat(heardWithout(field)).isEmpty();
    }

    @ParameterizedTest(name = "hears a message without {0}")
    @ValueSource(strings = {"flags", "pinned", "tts", "edited_timestamp", "application_id"})
    void hearsAMessageWithout(String field) {
        assertThat(heardWithout(field)).isPresent();
    }

    /** A message with a picture, which a person can send and the driver of people cannot. */
    private static ObjectNode withPicture(ObjectNode message) {
        message.putArray("attachments")
                .addObject()
                .put("id", "1")
                .put("filename", "cat.png")
                .put("size", 100)
                .put("url", "http://127.0.0.1/cat.png")
                .put("proxy_url", "http://127.0.0.1/cat.png")
                .put("content_type", "image/png")
                .put("width", 8)
                .put("height", 8);
        return message;
    }

    /** The message is heard, and says nothing of a picture. */
    @ParameterizedTest(name = "does not see a picture without {0}")
    @ValueSource(strings = {"id", "filename", "size", "url", "proxy_url"})
    void doesNotSeeAPictureWithout(String field) {
        assertThat(attachmentsWithout(field)).isEmpty();
    }

    @ParameterizedTest(name = "sees a picture without {0}")
    @ValueSource(strings = {"content_type", "width", "height"})
    void seesAPictureWithout(String field) {
        assertThat(attachmentsWithout(field))
                .singleElement()
                .satisfies(a -> assertThat(a.getFileName()).isEqualTo("cat.png"));
    }

    private List<Message.Attachment> attachmentsWithout(String field) {
        return heard(message -> without(withPicture(message), "attachments.0." + field))
                .orElseThrow()
                .getMessage()
                .getAttachments();
    }
}
