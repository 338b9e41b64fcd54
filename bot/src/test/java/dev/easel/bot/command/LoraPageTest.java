package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.Samples;
import dev.easel.bot.text.Texts;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import org.junit.jupiter.api.Test;

class LoraPageTest {
    @Test
    void readsItsPageAndSearchFromItsButton() {
        var page = new LoraPage("水彩 | ink", 7);

        assertThat(LoraPage.parse(page.id())).contains(page);
        assertThat(LoraPage.parse("v1|loras|99|")).isEmpty();
        assertThat(LoraPage.parse("v1|reroll|7|")).isEmpty();
        assertThat(new LoraPage("x".repeat(60), 98).id()).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void showsTenOfAPageAndWhereItEnds() {
        var last = new LoraPage("", 2);
        var parts = last.components(Samples.loras(25, last.entries()), "ink-sdxl", Texts.JAPANESE);
        var text = ((TextDisplay) parts.getFirst()).getContent();
        var buttons = ((ActionRow) parts.getLast()).getButtons();

        assertThat(text)
                .contains("LoRA：25 件", "`ink-sdxl`", "`lora-020` ✅", "`lora-024`")
                .contains("`lora-021` ⚠️ 別の系統のモデル用", "a \\*style\\* of its own", "`trigger`")
                .doesNotContain("lora-019");
        assertThat(buttons).extracting(Button::isDisabled).containsExactly(false, true);
        assertThat(buttons)
                .extracting(Button::getCustomId)
                .containsExactly("v1|loras|1|", "v1|loras|3|");
    }

    @Test
    void saysThatThereIsNone() {
        var parts = new LoraPage("x", 0).components(Samples.loras(0, 10), null, Texts.ENGLISH);

        assertThat(parts).hasSize(1);
        assertThat(((TextDisplay) parts.getFirst()).getContent()).contains("none that matches");
    }
}
