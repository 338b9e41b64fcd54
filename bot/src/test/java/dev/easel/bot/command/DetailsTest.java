package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.Samples;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.work.Provenance;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetailsTest {
    private static final UUID ID = UUID.fromString("6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f");
    private static final String LINK = "https://easel.example/i/" + "x".repeat(160);

    @Test
    void tellsWhoWroteThePromptAndWhereEachSettingComesFrom() {
        var details = Details.of(linked(Samples.detail(ID, "a cat", 2)), null, Texts.JAPANESE);

        assertThat(details.shown())
                .contains("**プロンプトの作成** 言語モデル `test:1b`（プロンプト `compose-v1`）")
                .contains("- あなたの設定：ステップ数", "- 言語モデルが選択：モデル、サンプラー")
                .contains("[1 枚目](<" + LINK + ">)", "`abcdef0123`", "`4294967290`");
        assertThat(details.cut()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "あ", "🎨", "`"})
    void keepsWithinWhatDiscordTakesAndPutsTheRestIntoTheFile(String character) {
        var text = character.repeat(4000 / character.length());
        var detail = linked(Samples.detail(ID, text.substring(0, 2000), 8, text, text));
        for (var texts : List.of(Texts.ENGLISH, Texts.JAPANESE)) {
            var details = Details.of(detail, null, texts);

            assertThat(details.shown().length()).isLessThanOrEqualTo(4000);
            assertThat(UserText.bytes(details.shown())).isLessThanOrEqualTo(9000);
            assertThat(details.cut()).isTrue();
            assertThat(details.complete()).contains(text, LINK, "0".repeat(63) + "7");
        }
    }

    @Test
    void showsTheTechnicalMessageOfAFailureAndNothingThatActs() {
        var sample = Samples.detail(ID, "a cat @everyone", 0);
        var failed =
                new RequestDetail(
                        ID,
                        "1",
                        "2",
                        "3",
                        sample.originalInstruction(),
                        RequestStatus.FAILED,
                        Samples.NOW,
                        Samples.NOW,
                        "CUDA **out** of memory",
                        null,
                        List.of(),
                        "RendererOutOfMemory",
                        List.of(),
                        sample.progress(),
                        "Generate",
                        null);
        var shown = Details.of(failed, null, Texts.JAPANESE).shown();

        assertThat(shown)
                .contains("**技術的な情報（英語）** CUDA \\*\\*out\\*\\* of memory", "`RendererOutOfMemory`")
                .doesNotContain("@everyone");
    }

    private static RequestDetail linked(RequestDetail detail) {
        var images =
                detail.images().stream()
                        .map(i ->
                                new RequestDetail.Image(
                                        i.imageId(),
                                        i.filePath(),
                                        null,
                                        i.fileSizeBytes(),
                                        i.sha256(),
                                        i.seed(),
                                        i.width(),
                                        i.height(),
                                        i.createdAt(),
                                        LINK))
                        .toList();
        var m = Objects.requireNonNull(detail.metadata());
        var composition =
                new RequestDetail.Composition(
                        "language_model",
                        "test:1b",
                        "compose-v1",
                        "Dusk suits the theme.",
                        Map.of(
                                "steps",
                                Provenance.USER,
                                "model",
                                Provenance.LANGUAGE_MODEL,
                                "sampler",
                                Provenance.LANGUAGE_MODEL));
        var metadata =
                new RequestDetail.Metadata(
                        m.metadataId(),
                        m.prompt(),
                        m.negativePrompt(),
                        m.modelName(),
                        m.modelHash(),
                        m.loraList(),
                        m.steps(),
                        m.cfgScale(),
                        m.sampler(),
                        m.scheduler(),
                        m.seed(),
                        m.width(),
                        m.height(),
                        m.imageCount(),
                        m.rawParams(),
                        m.durationMillis(),
                        m.createdAt(),
                        composition,
                        m.derivation(),
                        m.refinement(),
                        m.research());
        return new RequestDetail(
                detail.requestId(),
                detail.guildId(),
                detail.userId(),
                detail.threadId(),
                detail.originalInstruction(),
                detail.status(),
                detail.createdAt(),
                detail.updatedAt(),
                detail.errorMessage(),
                metadata,
                images,
                detail.reason(),
                detail.notices(),
                detail.progress(),
                detail.action(),
                detail.source());
    }
}
