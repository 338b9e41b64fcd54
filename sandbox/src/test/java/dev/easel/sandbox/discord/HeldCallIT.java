package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.sandbox.discord.HeldCall.Moment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that stand still, before their effect or behind it. */
class HeldCallIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String MESSAGES = "channels/1100000000000000201/messages";

    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        rest = new TestingRest(standIn);
    }

    @AfterEach
    void stop() {
        rest.close();
        standIn.close();
    }

    private CompletableFuture<TestingRest.Response> posted() {
        return CompletableFuture.supplyAsync(
                () -> rest.post(MESSAGES, Json.object().put("content", "held")));
    }

    @Test
    void changesNothingBeforeItIsReleased() {
        var call = standIn.faults().hold("POST", MESSAGES, Moment.BEFORE);
        var posted = posted();
        call.awaitArrival(PATIENCE);
        assertThat(standIn.users().messages("general")).isEmpty();
        call.release();

        assertThat(posted.join().status()).isEqualTo(200);
        assertThat(standIn.users().messages("general")).hasSize(1);
    }

    @Test
    void tellsNobodyOfItsEffectBeforeItIsReleased() {
        var call = standIn.faults().hold("POST", MESSAGES, Moment.AFTER);
        var posted = posted();
        call.awaitArrival(PATIENCE);
        assertThat(standIn.users().messages("general")).hasSize(1);
        assertThat(posted).isNotDone();
        standIn.faults().clear();

        assertThat(posted.join().status()).isEqualTo(200);
    }

    @Test
    void hasNoEffectWhereItIsCutBefore() {
        var call = standIn.faults().hold("POST", MESSAGES, Moment.BEFORE);
        var posted = posted();
        call.awaitArrival(PATIENCE);
        // From now on the client may try again, and that one is not held.
        standIn.faults().onRequest("POST", MESSAGES, 10, new Faults.Action.ResetBefore());
        call.cut();

        assertThatThrownBy(posted::join).hasCauseInstanceOf(java.io.UncheckedIOException.class);
        assertThat(standIn.users().messages("general")).isEmpty();
    }

    @Test
    void saysThatNothingCame() {
        var call = standIn.faults().hold("POST", MESSAGES, Moment.BEFORE);

        assertThatThrownBy(() -> call.awaitArrival(Duration.ofMillis(1)))
                .hasMessageContaining("did not come");
        assertThat(call.hasArrived()).isFalse();
    }
}
