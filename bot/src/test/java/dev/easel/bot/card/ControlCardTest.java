package dev.easel.bot.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.card.ControlCard.State;
import dev.easel.bot.request.Instruction;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Progress;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.dv8tion.jda.api.components.buttons.Button;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ControlCardTest {
    private static final Duration INTERVAL = Duration.ofMillis(1500);
    private static final UUID ID = UUID.fromString("6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void showsPlaceAndReasonWhileWaiting() {
        var live =
                new RequestProgress(
                        ID,
                        RequestStatus.PENDING,
                        null,
                        0,
                        null,
                        new RequestProgress.Queue(2, 5, 65, "second"),
                        "WaitingForSlot",
                        null);
        var card = card(status(ConditionStatus.UNKNOWN, Reason.PENDING), live, Texts.JAPANESE);

        assertThat(card.state()).isEqualTo(State.WAITING);
        assertThat(card.title()).isEqualTo("⏳ 順番を待っています");
        assertThat(card.lines())
                .containsExactly(
                        "> a cat", "5 件中 2 番目 · あと約 1 分 5 秒", "-# すべての GPU がほかの依頼で使われています。");
        assertThat(actions(card)).containsExactly("cancel", "details");
    }

    @Test
    void showsABarWhileWorking() {
        var live =
                new RequestProgress(
                        ID, RequestStatus.PROCESSING, Phase.RENDERING, 50, 12, null, null, null);
        var card = card(status(ConditionStatus.UNKNOWN, Reason.RUNNING), live, Texts.ENGLISH);

        assertThat(card.lines().get(1))
                .isEqualTo("▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱ 50 %\n-# Drawing · about 12 s left");
    }

    @Test
    void showsTheStatusOfTheResourceWhileTheStreamIsAway() {
        var status = status(ConditionStatus.UNKNOWN, Reason.RUNNING, 35);
        var card = card(status, null, Texts.ENGLISH);

        assertThat(card.state()).isEqualTo(State.WORKING);
        assertThat(card.lines().get(1)).contains("35 %", "Drawing");
    }

    @Test
    void offersOnlyWhatWorksWhenItIsOver() {
        assertThat(
                        actions(
                                card(
                                        status(ConditionStatus.TRUE, Reason.COMPLETED),
                                        null,
                                        Texts.ENGLISH)))
                .containsExactly("details");
        assertThat(
                        actions(
                                card(
                                        status(ConditionStatus.FALSE, Reason.CANCELLED),
                                        null,
                                        Texts.ENGLISH)))
                .containsExactly("retry", "details");
        assertThat(
                        card(
                                        status(ConditionStatus.FALSE, Reason.QUEUE_TIMEOUT),
                                        null,
                                        Texts.ENGLISH)
                                .lines())
                .last()
                .asString()
                .contains("waited too long");
    }

    @Test
    void isWorthAnEditEveryFivePercentOnly() {
        var at41 = card(status(ConditionStatus.UNKNOWN, Reason.RUNNING, 41), null, Texts.ENGLISH);
        var at44 = card(status(ConditionStatus.UNKNOWN, Reason.RUNNING, 44), null, Texts.ENGLISH);
        var at45 = card(status(ConditionStatus.UNKNOWN, Reason.RUNNING, 45), null, Texts.ENGLISH);

        assertThat(CardPace.decide(at41.mark(), NOW, at44, NOW.plusSeconds(9), INTERVAL))
                .isEqualTo(new CardPace.Decision.Keep());
        assertThat(CardPace.decide(at41.mark(), NOW, at45, NOW.plusSeconds(9), INTERVAL))
                .isEqualTo(new CardPace.Decision.Send());
    }

    @Test
    void waitsOutTheRestOfTheInterval() {
        var before = card(status(ConditionStatus.UNKNOWN, Reason.PENDING), null, Texts.ENGLISH);
        var after = card(status(ConditionStatus.TRUE, Reason.COMPLETED), null, Texts.ENGLISH);

        assertThat(CardPace.decide(before.mark(), NOW, after, NOW.plusMillis(500), INTERVAL))
                .isEqualTo(new CardPace.Decision.Wait(Duration.ofMillis(1000)));
        assertThat(CardPace.decide(null, null, after, NOW, INTERVAL))
                .isEqualTo(new CardPace.Decision.Send());
    }

    private static ControlCard card(
            GenerationRequestStatus status, @Nullable RequestProgress live, Texts texts) {
        return ControlCard.of(ID.toString(), spec(), status, live, texts);
    }

    private static GenerationRequestSpec spec() {
        var origin = new NewRequest.Origin("1", "2", "3", "ja", "4", "5");
        return NewRequest.generate(
                        "easel",
                        "default",
                        origin,
                        new Instruction("a cat", Instruction.Wishes.NONE),
                        false)
                .getSpec();
    }

    private static GenerationRequestStatus status(ConditionStatus status, Reason reason) {
        return status(status, reason, null);
    }

    private static GenerationRequestStatus status(
            ConditionStatus status, Reason reason, @Nullable Integer percent) {
        return new GenerationRequestStatus(
                1L,
                List.of(Condition.next(null, Condition.SUCCEEDED, status, reason, "", 1L, NOW)),
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                percent == null
                        ? null
                        : new Progress(dev.easel.crds.v1alpha1.Phase.RENDERING, percent),
                null,
                List.of(),
                null);
    }

    private static List<String> actions(ControlCard card) {
        return card.buttons().stream()
                .map(Button::getCustomId)
                .map(id -> String.valueOf(id).split("\\|")[1])
                .toList();
    }
}
