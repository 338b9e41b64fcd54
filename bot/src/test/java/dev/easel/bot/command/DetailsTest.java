package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.Samples;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.work.Provenance;
import java.util.List;
import java.util.Map;
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

    @Test
    void tellsWhatTheTimeWentInto() {
        var detail = Samples.detail(ID, "a cat", 1);

        assertThat(Details.of(detail, null, Texts.JAPANESE).shown())
                .contains("**処理の内訳** プロンプト作成 3.4 秒 · 生成 27 秒 · 保存 0.6 秒");
        assertThat(Details.of(detail, null, Texts.ENGLISH).shown())
                .contains("**Of that** writing the prompt 3.4 s · drawing 27 s · saving 0.6 s");
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
        var failed =
                Samples.changed(
                        Samples.detail(ID, "a cat @everyone", 0),
                        json ->
                                json.put("status", "failed")
                                        .put("error_message", "CUDA **out** of memory")
                                        .put("reason", "RendererOutOfMemory")
                                        .putNull("metadata"));
        var shown = Details.of(failed, null, Texts.JAPANESE).shown();

        assertThat(shown)
                .contains("**技術的な情報（英語）** CUDA \\*\\*out\\*\\* of memory", "`RendererOutOfMemory`")
                .doesNotContain("@everyone");
    }

    /** With a link to each picture, and told who settled what. */
    private static RequestDetail linked(RequestDetail detail) {
        return Samples.changed(
                Samples.linked(detail, LINK),
                json ->
                        json.withObject("metadata")
                                .withObject("composition")
                                .put("explanation", "Dusk suits the theme.")
                                .putPOJO(
                                        "provenance",
                                        Map.of(
                                                "steps",
                                                Provenance.USER,
                                                "model",
                                                Provenance.LANGUAGE_MODEL,
                                                "sampler",
                                                Provenance.LANGUAGE_MODEL)));
    }
}
