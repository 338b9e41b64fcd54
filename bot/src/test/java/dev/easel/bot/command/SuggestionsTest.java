package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> NAMES =
            List.of("dreamshaper_8", "Anything-v5", "animagine-xl", "sd15-anything", "水彩風");

    @Test
    void putsWhatBeginsWithItBeforeWhatContainsIt() {
        assertThat(Suggestions.of(NAMES, "any")).containsExactly("Anything-v5", "sd15-anything");
        assertThat(Suggestions.of(NAMES, "")).containsExactlyElementsOf(NAMES);
    }

    @Test
    void overlooksCaseAndWidth() {
        assertThat(Suggestions.of(NAMES, "ＡＮＩＭ")).containsExactly("animagine-xl");
        assertThat(Suggestions.of(NAMES, " 水彩")).containsExactly("水彩風");
    }

    @Test
    void offersTheNearestWhereNothingMatches() {
        assertThat(Suggestions.of(NAMES, "dreemshaper")).containsExactly("dreamshaper_8");
        assertThat(Suggestions.of(NAMES, "zzzzzzzz")).isEmpty();
    }

    @Test
    void offersNoMoreThanDiscordTakesAndCutsNoNameThatWasChosen() {
        var names =
                IntStream.range(0, 40).mapToObj("%02d-"::formatted).map(n -> n + "x".repeat(150));
        var all = names.toList();
        var choices = Suggestions.choices(all, "");

        assertThat(choices)
                .hasSize(25)
                .allSatisfy(c -> assertThat(c.getName()).hasSizeLessThanOrEqualTo(100));
        assertThat(choices).extracting(Choice::getAsString).allMatch(v -> v.length() <= 100);
        assertThat(Suggestions.chosen(all, choices.getFirst().getAsString()))
                .isEqualTo(all.getFirst());
        assertThat(Suggestions.chosen(all, "typed by hand")).isEqualTo("typed by hand");
    }
}
