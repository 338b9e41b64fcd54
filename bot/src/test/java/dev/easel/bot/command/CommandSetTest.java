package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.interactions.commands.build.CommandData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import org.junit.jupiter.api.Test;

class CommandSetTest {
    @Test
    void describesEveryCommandInJapaneseAndEnglish() {
        assertThat(CommandSet.all())
                .allSatisfy(c ->
                        assertThat(c.toData().getObject("description_localizations").keys())
                                .contains("ja", "en-US"))
                .extracting(SlashCommandData::getName)
                .containsExactly("generate", "settings", "reset", "lora", "cancel", "ping");
    }

    @Test
    void hashesASetTheSameInAnyOrder() {
        var set = CommandSet.all();
        List<CommandData> again =
                set.reversed().stream()
                        .map(c -> CommandData.fromData(c.toData()))
                        .collect(Collectors.toList());

        assertThat(CommandSet.hash(again)).isEqualTo(CommandSet.hash(set));
        assertThat(CommandSet.hash(set.subList(0, 2))).isNotEqualTo(CommandSet.hash(set));
    }
}
