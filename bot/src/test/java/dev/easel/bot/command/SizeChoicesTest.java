package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.text.Texts;
import java.util.List;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SizeChoicesTest {
    @Test
    void offersBothKindsOfSizesWhereTheModelIsNotNamed() {
        assertThat(values("", null))
                .containsExactly(
                        "512x512", "512x768", "768x512", "1024x1024", "832x1216", "1216x832");
    }

    @Test
    void offersOnlyThoseOfTheModelThatIsNamed() {
        assertThat(values("", "animagine-xl-4"))
                .containsExactly("1024x1024", "832x1216", "1216x832");
        assertThat(values("", "sd15-base")).containsExactly("512x512", "512x768", "768x512");
    }

    @Test
    void findsThemByWordInAnyLanguageAndByNumber() {
        assertThat(values("横", "sd15-base")).containsExactly("768x512");
        assertThat(values("port", "sd15-base")).containsExactly("512x768");
        assertThat(values("768x", "sd15-base")).containsExactly("768x512");
    }

    @Test
    void repeatsAnyOtherSizeThatCanBeDrawn() {
        assertThat(values("640×960", null)).containsExactly("640x960");
        assertThat(values("641x960", null)).isEmpty();
    }

    private static List<String> values(String typed, @Nullable String model) {
        return SizeChoices.of(typed, model, Texts.JAPANESE).stream()
                .map(Choice::getAsString)
                .toList();
    }
}
