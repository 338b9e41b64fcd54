package dev.easel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.discord.PictureRule;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.DiscordStandIn;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.MessageView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server takes of a result, where it may be shown, and requests that no command made. */
class BotUploadsIT {
    private static final String LINK = "https://easel.example/i/1?signature=abc";

    private static TestingBot world;
    private static int requests;

    @BeforeAll
    static void open() throws IOException {
        world = new TestingBot();
    }

    @AfterAll
    static void close() throws IOException {
        world.close();
    }

    @AfterEach
    void reset() {
        world.reset();
        world.link = null;
        world.pictures = PictureRule.OPEN;
        world.fileBytesMax = Long.MAX_VALUE;
    }

    @ParameterizedTest(name = "tier {0}: {1}")
    @CsvSource({"0, jpg", "2, png"})
    void compressesWhatTheServersTierDoesNotTake(int tier, String type)
            throws InterruptedException {
        world.knob("boostTier", tier);
        world.link = LINK;
        world.start();
        var request = inThread();
        world.succeed(request, List.of(Samples.png(2000, 2000, 1), Samples.png(8, 8, 1)));
        world.awaitDelivered(request, Reason.POSTED);

        var message = world.results(request).getFirst();
        assertThat(message.files())
                .extracting(MessageView.File::filename)
                .allSatisfy(name -> assertThat(name).matches("easel-[0-9a-f]{8}-[12]\\.(png|jpg)"));
        assertThat(message.files().getFirst().filename()).endsWith(type);
        assertThat(message.files().getFirst().size()).isLessThan((tier == 0 ? 10 : 50) << 20);
        assertThat(message.files().get(1).filename()).endsWith(".png");
        assertThat(message.text().contains(LINK)).isEqualTo(tier == 0);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void compressesWhatTheInstallationDoesNotWantThatLarge() throws InterruptedException {
        world.fileBytesMax = 1 << 20;
        world.start();
        var request = inThread();
        world.succeed(request, List.of(Samples.png(700, 700, 1)));
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request).getFirst().files())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.filename()).endsWith(".jpg");
                    assertThat(f.size()).isLessThan(1 << 20);
                });
        assertThat(world.results(request).getFirst().text()).contains("upload limit of 1 MiB");
    }

    @Test
    void splitsWhatIsTooMuchForOneMessage() throws InterruptedException {
        world.knob("boostTier", 2);
        world.start();
        var request = inThread();
        world.succeed(
                request, IntStream.range(0, 3).mapToObj(i -> Samples.png(1500, 1500, i)).toList());
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).extracting(m -> m.files().size()).containsExactly(2, 1);
        assertThat(world.results(request))
                .allSatisfy(
                        m -> assertThat(m.files()).allMatch(f -> f.filename().endsWith(".png")));
    }

    @ParameterizedTest(name = "{0}/{1}")
    @CsvSource({"413, 40005", "400, 50045"})
    void stepsDownWhenDiscordTakesLessThanItSays(int status, int code) throws InterruptedException {
        world.start();
        var request = inThread();
        refuse(request, 2, status, code);
        world.succeed(request, List.of(Samples.png(200, 200, 1), Samples.png(8, 8, 1)));
        world.awaitDelivered(request, Reason.POSTED);

        var message = world.results(request).getFirst();
        assertThat(message.files())
                .hasSize(2)
                .extracting(MessageView.File::filename)
                .anySatisfy(name -> assertThat(name).endsWith(".jpg"));
    }

    @ParameterizedTest(name = "link: {0}")
    @CsvSource({"true, signature=abc", "false, kept in Easel"})
    void linksThePicturesWhereNoFileIsTaken(boolean linked, String words)
            throws InterruptedException {
        world.link = linked ? LINK : null;
        world.start();
        var request = inThread();
        refuse(request, 7, 413, 40005);
        world.succeed(request, List.of(Samples.png(200, 200, 1)));
        world.awaitDelivered(request, Reason.POSTED);

        var message = world.results(request).getFirst();
        assertThat(message.files()).isEmpty();
        assertThat(message.text()).contains(words);
    }

    @ParameterizedTest(name = "{0}, age-restricted {1}: hidden {2}")
    @CsvSource({"SPOILER, false, true", "SPOILER, true, false", "OPEN, false, false"})
    void hidesPicturesWhereTheyMustNotCatchTheEye(
            PictureRule rule, boolean restricted, boolean hidden) throws InterruptedException {
        world.pictures = rule;
        world.discord.admin().setAgeRestricted("general", restricted);
        world.start();
        var request = inThread();
        world.succeed(request, 2);
        world.awaitDelivered(request, Reason.POSTED);

        var spoilers =
                world.results(request).getFirst().components().findValues("spoiler").stream()
                        .filter(s -> s.asBoolean())
                        .count();
        assertThat(spoilers).isEqualTo(hidden ? 2 : 0);
    }

    @Test
    void showsPicturesOnlyInAgeRestrictedChannelsWhereThatIsTheRule() throws InterruptedException {
        world.pictures = PictureRule.AGE_RESTRICTED;
        world.start();
        var request = inThread();
        world.succeed(request, 1);
        assertThat(world.awaitDelivered(request, Reason.AGE_RESTRICTION_MISSING).status())
                .isEqualTo(ConditionStatus.FALSE);
        assertThat(world.results(request)).isEmpty();

        world.discord.admin().setAgeRestricted("general", true);
        world.awaitDelivered(request, Reason.POSTED);
        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void refusesTheCommandWhereNoPictureMayBeShown() throws InterruptedException {
        world.pictures = PictureRule.AGE_RESTRICTED;
        world.start();

        var before = world.requests().size();
        world.answer("general", "ja", "generate", Map.of("instruction", "灯台"), "年齢制限付き");
        assertThat(world.requests()).hasSize(before);
    }

    @Test
    void postsARequestOfAnotherDoorWithItsCardIntoTheChannel() throws InterruptedException {
        world.start();
        var channel = general();
        var request = world.request(name(), Action.GENERATE, channel, null);
        world.awaitCard(request, "Waiting");
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> assertThat(m.channelId()).isEqualTo(channel));
        assertThat(world.deliveryOf(request).threadID()).isEqualTo(channel);
    }

    @Test
    void postsNothingForTheKeyOfAnotherServer() throws InterruptedException {
        world.start();
        var request = world.request(name(), Action.GENERATE, general(), null, "another-server");
        world.succeed(request, 1);

        assertThat(world.awaitDelivered(request, Reason.TARGET_GONE).status())
                .isEqualTo(ConditionStatus.FALSE);
        assertThat(world.results(request)).isEmpty();
    }

    private static String general() {
        return world.discord.users().channels().stream()
                .filter(c -> c.name().equals("general"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void saysThatAPlaceOfAnotherServerIsNotThere() throws InterruptedException {
        world.start();
        var request = world.request(name(), Action.GENERATE, "123456789012345678", null);
        world.succeed(request, 1);

        assertThat(world.awaitDelivered(request, Reason.TARGET_GONE).status())
                .isEqualTo(ConditionStatus.FALSE);
        assertThat(DiscordStandIn.GUILD_ID).isNotEqualTo("123456789012345678");
    }

    private static GenerationRequest inThread() {
        var thread = world.discord.users().openThread("en", "general", "pictures");
        return world.request(name(), Action.GENERATE, null, thread);
    }

    private static String name() {
        requests++;
        return "upload-" + requests;
    }

    private static void refuse(GenerationRequest request, int times, int status, int code) {
        // The card has to be there already: what is refused is what comes with pictures.
        world.awaitDelivered(request, Reason.NOT_ATTEMPTED);
        world.awaitAnyCard(request);
        world.discord
                .faults()
                .onRequest(
                        "POST",
                        "/channels/" + TestingBot.thread(request) + "/messages",
                        times,
                        new Faults.Action.Refused(status, code, "too large"));
    }
}
