package dev.easel.bot;

import static dev.easel.bot.TestingBot.FIRST;
import static dev.easel.bot.TestingBot.PATIENCE;
import static dev.easel.bot.TestingBot.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas get every event; one of them answers, and nobody notices which. */
class BotReplicasIT {
    private static TestingBot world;

    @BeforeAll
    static void open() throws IOException {
        world = new TestingBot();
    }

    @AfterAll
    static void close() throws IOException {
        world.close();
    }

    @BeforeEach
    void start() throws InterruptedException {
        world.start();
        world.start(SECOND);
    }

    @AfterEach
    void reset() {
        world.reset();
    }

    @Test
    void oneAnswersAndPostsWhileTheOtherIsReadyToTakeOver() {
        var interaction = world.generate("en", "a lighthouse");
        var request = world.awaitRequest(interaction);
        world.awaitCard(request, "Waiting");
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.awaitLeader()).isEqualTo(FIRST);
        assertThat(world.replica(SECOND).leads()).isFalse();
        assertThat(world.replica(SECOND).isReady()).isTrue();
        assertThat(world.callbacks()).hasSize(1);
        assertThat(world.results(request)).hasSize(1);
        assertThat(world.cards(request)).hasSize(1);
    }

    @Test
    void answersWhatIsAskedInTheMomentOfTheHandOver() {
        var before = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(before, "Waiting");
        var stopping = Thread.ofVirtual().start(() -> world.stop(FIRST));
        var asked = world.generate("en", "a windmill");
        var ack = world.discord.users().awaitAck(asked, PATIENCE);
        Awaitility.await().atMost(PATIENCE).until(() -> !stopping.isAlive());
        var request = world.awaitRequest(asked);
        world.succeed(before, 1);
        world.succeed(request, 1);
        world.awaitDelivered(before, Reason.POSTED);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(ack.ackedAfter().orElseThrow()).isLessThan(Duration.ofSeconds(3));
        assertThat(world.awaitLeader()).isEqualTo(SECOND);
        assertThat(world.results(before)).hasSize(1);
        assertThat(world.results(request)).hasSize(1);
        assertThat(world.cards(before)).hasSize(1);
    }

    @Test
    void takesOverWhenTheOtherOneIsSilentForTooLong() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        var card = world.awaitCard(request, "Waiting");
        world.kill(FIRST);
        world.succeed(request, 1);
        var killed = Instant.now();
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(world.awaitLeader()).isEqualTo(SECOND);
        assertThat(world.results(request)).hasSize(1);
        assertThat(world.awaitCard(request, "Done").id()).isEqualTo(card.id());
    }

    @Test
    void staysSilentWhereTheOtherOneWasFasterEvenIfBothBelieveToBeAlone()
            throws InterruptedException {
        world.kill(SECOND);
        world.startBesideTheLease(SECOND);
        var interaction = world.generate("en", "a lighthouse");
        var request = world.awaitRequest(interaction);
        world.awaitCard(request, "Waiting");
        world.succeed(request, 6);
        world.awaitDelivered(request, Reason.POSTED);
        var apologies =
                world.discord.users().allMessages().stream().filter(m -> m.ephemeral()).toList();

        assertThat(world.replica(FIRST).leads()).isTrue();
        assertThat(world.replica(SECOND).leads()).isTrue();
        assertThat(world.results(request)).hasSize(2);
        assertThat(world.cards(request)).hasSize(1);
        assertThat(world.requests()).hasSize(1);
        assertThat(world.discord.users().threads()).hasSize(1);
        assertThat(apologies).isEmpty();
    }
}
