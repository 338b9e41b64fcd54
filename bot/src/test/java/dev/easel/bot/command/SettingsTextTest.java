package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.Samples;
import dev.easel.bot.text.Texts;
import org.junit.jupiter.api.Test;

class SettingsTextTest {
    @Test
    void saysOfEachValueWhoseWordItIs() {
        var effective = Samples.settings().effective();

        assertThat(SettingsText.of(effective, Texts.JAPANESE))
                .contains("**モデル** `ink-sdxl` — あなたの設定")
                .contains("**LoRA** `ink-wash:0.8` — あなたの設定")
                .contains("**ステップ数** `30` — サーバーの設定")
                .contains("**CFG スケール** `7.5` — サーバーの設定")
                .contains("**幅** `512` — Easel の初期値")
                .contains("**シード** 画像ごとにおまかせ");
        assertThat(SettingsText.of(effective, Texts.ENGLISH))
                .contains(
                        "**Model** `ink-sdxl` — your setting", "**Seed** chosen for each picture");
    }
}
