package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.Samples;
import dev.easel.bot.live.Overviews;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.RequestStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import org.junit.jupiter.api.Test;

class HistoryPageTest {
    @Test
    void readsItsPlaceAndSearchFromItsButton() {
        var longest = new HistoryPage(98, "9".repeat(20), "x".repeat(50));

        assertThat(longest.id()).hasSizeLessThanOrEqualTo(100);
        assertThat(HistoryPage.parse(longest.id())).contains(longest);
        assertThat(HistoryPage.parse(new HistoryPage(0, null, "灯台 | 海").id()))
                .contains(new HistoryPage(0, null, "灯台 | 海"));
        assertThat(HistoryPage.parse("v1|history|99||")).isEmpty();
        assertThat(HistoryPage.first(null, " a \n b ").query()).isEqualTo("a b");
    }

    @Test
    void showsWhatBecameOfEachAndWhereItIs() {
        var past =
                new Overviews.Past(
                        List.of(
                                Samples.summary(0, "*灯台*", RequestStatus.COMPLETED, "Completed"),
                                Samples.summary(1, "猫", RequestStatus.FAILED, "QueueTimeout"),
                                Samples.summary(2, "犬", RequestStatus.FAILED, "Cancelled"),
                                Samples.summary(3, "", RequestStatus.PENDING, "WaitingForSlot")),
                        false);
        var parts =
                new HistoryPage(0, null, "")
                        .components(
                                past, r -> Optional.of("<#" + r.threadId() + ">"), Texts.JAPANESE);

        assertThat(parts).hasSize(1);
        assertThat(((TextDisplay) parts.getFirst()).getContent())
                .contains("✅ \\*灯台\\*", "🖼️ 1 枚", "<t:1767323045:R>", "<#3>")
                .contains("⚠️ 猫", "⏹️ 犬", "⏳ Generate");
    }

    @Test
    void turnsBothWaysAndEndsWhereTheRequestsEnd() {
        var past =
                new Overviews.Past(
                        IntStream.range(0, 17)
                                .mapToObj(i ->
                                        Samples.summary(
                                                i, "r" + i, RequestStatus.COMPLETED, "Completed"))
                                .toList(),
                        false);
        var middle =
                new HistoryPage(1, "30", "r")
                        .components(past, _ -> Optional.empty(), Texts.ENGLISH);
        var last =
                new HistoryPage(2, "30", "r")
                        .components(past, _ -> Optional.empty(), Texts.ENGLISH);

        assertThat(((TextDisplay) middle.getFirst()).getContent())
                .contains("✅ r8", "✅ r15")
                .doesNotContain("r7 ", "r16");
        assertThat(((ActionRow) middle.getLast()).getButtons())
                .extracting(Button::getCustomId)
                .containsExactly("v1|history|0|30|r", "v1|history|2|30|r");
        assertThat(((ActionRow) last.getLast()).getButtons())
                .extracting(Button::isDisabled)
                .containsExactly(false, true);
    }
}
