package dev.easel.sandbox.discord;

import static dev.easel.sandbox.discord.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.mediagallery.MediaGallery;
import net.dv8tion.jda.api.components.mediagallery.MediaGalleryItem;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.events.guild.update.GuildUpdateBoostTierEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.messages.MessageRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that nobody here wrote does what the bot does. */
class JdaClientIT {
    /** One red pixel. */
    private static final byte[] PNG =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx"
                                    + "0gAAAABJRU5ErkJggg==");

    private DiscordStandIn standIn;
    private TestingBot bot;

    @BeforeEach
    void connect() throws InterruptedException {
        MessageRequest.setDefaultMentions(EnumSet.noneOf(Message.MentionType.class));
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        bot = TestingBot.connect(standIn);
    }

    @AfterEach
    void nothingWasUndescribed() {
        try {
            assertThat(standIn.violations()).isEmpty();
        } finally {
            bot.close();
            standIn.close();
        }
    }

    private void register() {
        bot.jda
                .updateCommands()
                .addCommands(
                        Commands.slash("generate", "Makes pictures")
                                .addOption(OptionType.STRING, "prompt", "What to show", true)
                                .addOption(OptionType.INTEGER, "steps", "How many steps"))
                .complete();
    }

    private TextChannel general() {
        return bot.jda.getTextChannelsByName("general", false).getFirst();
    }

    @Test
    void runsACommandFromItsRegistrationToTheEditedAnswer() throws Exception {
        register();

        var id =
                standIn.users()
                        .slash("ja", "general", "generate", Map.of("prompt", "夕景", "steps", 20));

        var event = bot.next(SlashCommandInteractionEvent.class);
        assertThat(event.getId()).isEqualTo(id);
        assertThat(event.getUserLocale().getLocale()).isEqualTo("ja");
        assertThat(event.getOption("prompt", OptionMapping::getAsString)).isEqualTo("夕景");
        assertThat(event.getOption("steps", OptionMapping::getAsInt)).isEqualTo(20);
        event.deferReply().complete();
        var ack = standIn.users().awaitAck(id, PATIENCE);
        assertThat(ack.ack()).isEqualTo("DEFERRED");
        assertThat(ack.ackedAfter().orElseThrow()).isLessThan(Duration.ofSeconds(3));
        var answer = event.getHook().editOriginal("started").complete();
        var seen = standIn.users().awaitEdit(answer.getId(), m -> !m.loading(), PATIENCE);
        assertThat(seen.content()).isEqualTo("started");
        assertThat(seen.interactionId()).isEqualTo(id);
    }

    @Test
    void postsFourPicturesInAGalleryIntoAThread() throws Exception {
        var thread = general().createThreadChannel("夕景", false).complete();

        var message = post(thread, "n1");

        var seen = standIn.users().messages(thread.getId()).getLast();
        assertThat(seen.id()).isEqualTo(message.getId());
        assertThat(seen.text()).isEqualTo("four pictures");
        assertThat(seen.files()).hasSize(4);
        assertThat(seen.buttons()).extracting(MessageView.Button::customId).containsExactly("v1");
        assertThat(standIn.users().threads()).extracting("name").containsExactly("夕景");
        for (var file : seen.files()) {
            assertThat(fetch(file.url())).isEqualTo(PNG);
        }
    }

    private static Message post(ThreadChannel thread, String nonce) {
        var items = new ArrayList<MediaGalleryItem>();
        for (var i = 0; i < 4; i++) {
            items.add(
                    MediaGalleryItem.fromFile(FileUpload.fromData(PNG, "job-" + i + ".png"))
                            .withDescription("picture " + i));
        }
        return thread.sendMessageComponents(
                        Container.of(
                                        TextDisplay.of("four pictures"),
                                        MediaGallery.of(items),
                                        ActionRow.of(Button.primary("v1", "Again")))
                                .withAccentColor(0x336699))
                .useComponentsV2()
                .setNonce(nonce)
                .complete();
    }

    private static byte[] fetch(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        }
    }

    @Test
    void keepsOneMessageWhenTheConnectionBreaksAfterTheCommit() {
        var thread = general().createThreadChannel("once", false).complete();
        standIn.faults()
                .onRequest("POST", "/channels/\\d+/messages", 1, new Faults.Action.ResetAfter());

        var first = post(thread, "same");
        var second = post(thread, "same");

        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(standIn.users().messages(thread.getId())).hasSize(1);
        assertThat(standIn.log().entries()).filteredOn(e -> e.status() == 0).hasSize(1);
    }

    @Test
    void editsAControlCardAndAnswersItsButton() throws Exception {
        var card =
                general()
                        .sendMessageComponents(
                                Container.of(
                                        TextDisplay.of("10 %"),
                                        ActionRow.of(Button.danger("cancel", "Cancel"))))
                        .useComponentsV2()
                        .complete();
        general()
                .editMessageComponentsById(
                        card.getId(),
                        Container.of(
                                TextDisplay.of("90 %"),
                                ActionRow.of(Button.danger("cancel", "Cancel"))))
                .useComponentsV2()
                .complete();

        var id = standIn.users().click("en", card.getId(), "cancel");

        var event = bot.next(ButtonInteractionEvent.class);
        event.deferEdit().complete();
        assertThat(standIn.users().awaitAck(id, PATIENCE).ack()).isEqualTo("DEFERRED_UPDATE");
        event.getHook().editOriginalComponents(TextDisplay.of("done")).useComponentsV2().complete();
        var seen = standIn.users().awaitEdit(card.getId(), m -> m.edits() == 2, PATIENCE);
        assertThat(seen.text()).isEqualTo("done");
        assertThat(seen.buttons()).isEmpty();
    }

    @Test
    void resumesAfterALostConnectionAndReplaysWhatWasMissed() throws Exception {
        standIn.disturbGateway("reset");
        var said = standIn.users().say("en", "general", "are you there?");

        assertThat(bot.next(MessageReceivedEvent.class).getMessageId()).isEqualTo(said);
        // Handlers run side by side, so the resumption may have been passed over already.
        assertThat(bot.seen(SessionResumeEvent.class, MessageReceivedEvent.class)).hasSize(2);
    }

    @Test
    void identifiesAgainWhenItsSessionIsInvalid() throws Exception {
        standIn.disturbGateway("invalidate");

        bot.next(SessionInvalidateEvent.class);
        bot.next(SessionRecreateEvent.class);
        standIn.users().say("en", "general", "new session");
        assertThat(bot.next(MessageReceivedEvent.class).getGuild().getId())
                .isEqualTo(DiscordStandIn.GUILD_ID);
    }

    @Test
    void reconnectsWhenItsHeartbeatsAreNotAnswered() throws Exception {
        var impatient =
                Json.object().put("heartbeatInterval", 300).put("heartbeatsAcknowledged", false);
        standIn.turn(standIn.knobs().with(impatient));
        try (var other = TestingBot.connect(standIn)) {
            other.seen(SessionDisconnectEvent.class);
            standIn.turn(Knobs.defaults());
            assertThat(other.seen(SessionResumeEvent.class)).isNotEmpty();
        }
    }

    @Test
    void learnsTheFileLimitOfABoostedGuild() throws Exception {
        standIn.turn(standIn.knobs().with(Json.object().put("boostTier", 2)));

        bot.next(GuildUpdateBoostTierEvent.class);

        assertThat(general().getGuild().getMaxFileSize()).isEqualTo(50L << 20);
    }

    @Test
    void stopsForGoodWhenItAsksForContentThatIsSwitchedOff() {
        standIn.turn(standIn.knobs().with(Json.object().put("messageContent", false)));

        assertThatThrownBy(() -> TestingBot.connect(standIn, GatewayIntent.MESSAGE_CONTENT))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsOnlyWhatItMayWithoutTheContentIntent() throws Exception {
        standIn.users().say("en", "general", "secret");
        var masked = bot.next(MessageReceivedEvent.class);
        standIn.users().say("en", "general", "hello <@" + DiscordStandIn.BOT_ID + ">");
        var mentioned = bot.next(MessageReceivedEvent.class);

        assertThat(masked.getMessage().getContentRaw()).isEmpty();
        assertThat(mentioned.getMessage().getContentRaw()).startsWith("hello");
    }

    @Test
    void speaksWithoutCompressionToo() throws Exception {
        try (var plain = TestingBot.connectPlain(standIn)) {
            standIn.users().say("en", "general", "both hear this");
            assertThat(plain.next(MessageReceivedEvent.class).getChannel().getName())
                    .isEqualTo("general");
        }
    }

    @Test
    void listsHistoryAfterAPointAndTheActiveThreads() {
        var thread = general().createThreadChannel("history", false).complete();
        var first = thread.sendMessage("one").complete();
        var second = thread.sendMessage("two").complete();
        var third = thread.sendMessage("three").complete();

        var after = thread.getHistoryAfter(first, 100).complete().getRetrievedHistory();
        var threads = thread.getGuild().retrieveActiveThreads().complete();

        assertThat(after).extracting(Message::getId).containsExactly(third.getId(), second.getId());
        assertThat(threads).extracting(ThreadChannel::getName).containsExactly("history");
    }

    @Test
    void makesAThreadFromAMessageOnlyOnce() {
        var message = general().sendMessage("start").complete();

        var thread = general().createThreadChannel("from message", message.getId()).complete();
        var again = general().createThreadChannel("again", message.getId());

        assertThat(thread.getId()).isEqualTo(message.getId());
        assertThatThrownBy(again::complete)
                .isInstanceOf(ErrorResponseException.class)
                .extracting(e -> ((ErrorResponseException) e).getErrorCode())
                .isEqualTo(160004);
    }

    @Test
    void waitsOutARateLimit() {
        standIn.faults()
                .onRequest(
                        "POST",
                        "/channels/\\d+/messages",
                        1,
                        new Faults.Action.RateLimited("user", Duration.ofSeconds(1)));

        general().sendMessage("patience").complete();

        assertThat(standIn.log().entries())
                .filteredOn(e -> e.path().endsWith("/messages"))
                .extracting(RequestLog.Entry::status)
                .isEqualTo(List.of(429, 200));
    }
}
