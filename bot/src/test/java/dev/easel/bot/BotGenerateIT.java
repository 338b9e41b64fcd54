package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Failure;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.MessageView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** From a typed command to pictures in a thread, against the stand-in and a real API server. */
class BotGenerateIT extends WithRunningBot {
    private static final String INSTRUCTION = "和風サイバーパンクの女性、夕景、彩度高め";

    @Test
    void givesAJapaneseUserAThreadACardAndFourPicturesInJapanese() {
        var interaction = world.generate("ja", INSTRUCTION);
        var ack = world.discord.users().awaitAck(interaction, PATIENCE);
        var request = world.awaitRequest(interaction);
        var thread = TestingBot.thread(request);

        assertThat(ack.ackedAfter().orElseThrow()).isLessThan(Duration.ofSeconds(3));
        assertThat(request.getSpec().instruction()).isEqualTo(INSTRUCTION);
        assertThat(requireNonNull(request.getSpec().requester()).locale()).isEqualTo("ja");
        assertThat(request.getSpec().threadID()).isEqualTo(thread);
        assertThat(world.discord.users().threads())
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.id()).isEqualTo(thread);
                    assertThat(t.name()).isEqualTo(INSTRUCTION);
                });
        world.awaitCard(request, "順番を待っています");
        world.discord
                .users()
                .awaitMessage(
                        m -> m.text().contains("受け付けました") && m.text().contains(thread), PATIENCE);

        world.succeed(request, 4);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.channelId()).isEqualTo(thread);
                    assertThat(m.files()).hasSize(4);
                    assertThat(m.text())
                            .contains("画像ができあがりました", "**プロンプト**", Samples.PROMPT)
                            .contains("**ネガティブプロンプト**", Samples.NEGATIVE)
                            .contains("sd15-base.safetensors", "ink-wash", "0.80")
                            .contains("**ステップ数** 20", "**CFG スケール** 7.0", "DPM++ 2M")
                            .contains("Karras", "4294967290", "512×768", "32 秒");
                    assertThat(m.components().toString()).contains("4 枚中 1 枚目");
                });
        world.awaitCard(request, "できあがりました");
        assertThat(world.discord.violations()).isEmpty();
        assertThat(world.api.refused()).isEmpty();
    }

    @Test
    void showsProgressAsItComes() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        var uid = UUID.fromString(request.getMetadata().getUid());
        world.awaitCard(request, "Waiting for a turn");

        world.api.progress(
                new RequestProgress(
                        uid,
                        RequestStatus.PENDING,
                        null,
                        0,
                        null,
                        new RequestProgress.Queue(3, 7, 90, "third"),
                        "WaitingForSlot",
                        null));
        world.awaitCard(request, "Place 3 of 7 · about 1 min 30 s left");
        world.api.progress(
                new RequestProgress(
                        uid, RequestStatus.PROCESSING, Phase.RENDERING, 45, 12, null, null, null));

        var card = world.awaitCard(request, "45 %");
        assertThat(card.text()).contains("Drawing", "▰▰▰▰▰▰▰▰▰▱", "about 12 s left");
    }

    @Test
    void makesOneRequestOfAnInteractionThatDiscordSendsTwice() {
        world.discord.faults().onEvent("INTERACTION_CREATE", 1, Faults.EventFault.DUPLICATE);
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.requests()).hasSize(1);
        assertThat(world.discord.users().threads()).hasSize(1);
        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void worksInTheThreadWhereTheCommandWasTyped() {
        var first = world.awaitRequest(world.generate("en", "a lighthouse"));
        var thread = TestingBot.thread(first);
        var interaction =
                world.discord
                        .users()
                        .slash("en", thread, "generate", Map.of("instruction", "a harbour"));
        var second = world.awaitRequest(interaction);

        assertThat(TestingBot.thread(second)).isEqualTo(thread);
        assertThat(world.discord.users().threads()).hasSize(1);
    }

    @Test
    void passesTheOptionsOn() {
        var interaction =
                world.discord
                        .users()
                        .slash(
                                "en",
                                "general",
                                "generate",
                                Map.of(
                                        "instruction",
                                        "a lighthouse",
                                        "count",
                                        2,
                                        "seed",
                                        42,
                                        "model",
                                        "ink"));
        var parameters = requireNonNull(world.awaitRequest(interaction).getSpec().parameters());

        assertThat(parameters.imageCount()).isEqualTo(2);
        assertThat(parameters.seed()).isEqualTo(42);
        assertThat(parameters.model()).isEqualTo("ink");
    }

    @Test
    void saysPrivatelyWhatIsWrongWithAnInstruction() {
        assertPrivately(world.generate("ja", "   "), "指示が空");
        assertPrivately(world.generate("en", "x".repeat(2001)), "2001 characters; at most 2000");

        assertThat(world.requests()).isEmpty();
        assertThat(world.discord.users().threads()).isEmpty();
    }

    @Test
    void tellsWhyThereIsNoPictureAndRetriesOnAPress() {
        var request = world.awaitRequest(world.generate("ja", INSTRUCTION));
        world.fail(
                request,
                Reason.GENERATION_FAILED,
                new Failure("RendererUnavailable", "connection refused", "a1"));
        world.awaitDelivered(request, Reason.POSTED);
        var message = world.results(request).getFirst();

        assertThat(message.text())
                .contains("画像を生成できませんでした", "画像生成サービスが応答していません", "数分後に")
                .contains(request.getMetadata().getUid().substring(0, 8));

        var press =
                world.discord
                        .users()
                        .click("ja", message.id(), TestingBot.button(message, "retry"));
        var again = world.awaitRequest(press);
        assertPrivately(press, "もう一度生成します");
        assertThat(again.getSpec().instruction()).isEqualTo(INSTRUCTION);
        assertThat(TestingBot.thread(again)).isEqualTo(TestingBot.thread(request));
        world.succeed(again, 1);
        world.awaitDelivered(again, Reason.POSTED);
        assertThat(world.results(again)).hasSize(1);
    }

    @Test
    void cancelsOnAPressOfTheOwnerOnly() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        var card = world.awaitCard(request, "Waiting");
        var cancel = TestingBot.button(card, "cancel");

        assertPrivately(world.discord.users().click("ja", card.id(), cancel), "依頼した本人");
        assertThat(world.now(request).getSpec().desiredState()).isEqualTo(DesiredState.ACTIVE);
        assertPrivately(world.discord.users().click("en", card.id(), cancel), "Cancelling");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(world.now(request).getSpec().desiredState())
                                .isEqualTo(DesiredState.CANCELLED));
        var cancelled = world.now(request);
        assertThat(cancelled.getMetadata().getAnnotations())
                .containsEntry(
                        GenerationRequest.CANCELLED_BY,
                        requireNonNull(requireNonNull(cancelled.getSpec().requester()).userID()));
        world.fail(request, Reason.CANCELLED, null);
        world.awaitCard(request, "Cancelled");
        world.awaitDelivered(request, Reason.POSTED);
        assertThat(world.results(request)).isEmpty();
    }

    @Test
    void cancelsTheLatestByCommand() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        assertPrivately(
                world.discord.users().slash("en", "general", "cancel", Map.of()), "Cancelling");

        assertThat(world.now(request).getSpec().desiredState()).isEqualTo(DesiredState.CANCELLED);
    }

    @Test
    void showsDetailsPrivately() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        var message = world.results(request).getFirst();
        var press =
                world.discord
                        .users()
                        .click("en", message.id(), TestingBot.button(message, "details"));

        assertPrivately(press, "abcdef0123");
    }

    @Test
    void postsWhatWasAskedForByKubectlWithAPlaceOnDiscord() {
        var answered = world.awaitRequest(world.generate("en", "a lighthouse"));
        var copy = new GenerationRequest();
        copy.setMetadata(
                new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                        .withNamespace(world.namespace)
                        .withName("by-hand")
                        .build());
        copy.setSpec(answered.getSpec());
        var byHand = world.client.resource(copy).create();
        world.succeed(byHand, 2);
        world.awaitDelivered(byHand, Reason.POSTED);

        assertThat(world.results(byHand)).hasSize(1);
        assertThat(world.deliveryOf(byHand).messageIDs()).hasSize(1);
    }

    @Test
    void postsMoreThanFourPicturesInTwoMessages() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 6);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).extracting(m -> m.files().size()).containsExactly(4, 2);
        assertThat(world.deliveryOf(request).messageIDs()).hasSize(2);
    }

    @Test
    void compressesWhatIsOverTheServersLimitAndSaysSo() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, List.of(Samples.png(1800, 1600, 1)));
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.files())
                            .singleElement()
                            .satisfies(f -> {
                                assertThat(f.filename()).endsWith(".jpg");
                                assertThat(f.size()).isLessThan(10 << 20);
                            });
                    assertThat(m.text()).contains("compressed JPEG");
                });
    }

    @Test
    void writesItsOwnPartOfTheStatusOnly() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        var status = world.now(request).getStatus();

        assertThat(status.condition(Condition.SUCCEEDED).orElseThrow().status())
                .isEqualTo(ConditionStatus.TRUE);
        assertThat(world.deliveryOf(request).threadID()).isEqualTo(TestingBot.thread(request));
    }

    private static void assertPrivately(String interaction, String text) {
        MessageView answer =
                world.discord
                        .users()
                        .awaitMessage(
                                m ->
                                        interaction.equals(m.interactionId())
                                                && m.text().contains(text),
                                PATIENCE);
        assertThat(answer.ephemeral()).isTrue();
    }
}
