package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRulesTest {
    private static ObjectNode command(String name) {
        return Json.object().put("name", name).put("description", "Draws");
    }

    private static ObjectNode option(ObjectNode command, String name, boolean required) {
        var option = command.withArray("options").addObject();
        return option.put("type", 3)
                .put("name", name)
                .put("description", "Text")
                .put("required", required);
    }

    private static void refused(ObjectNode command) {
        assertThatThrownBy(() -> CommandRules.check(command, ""))
                .isInstanceOf(DiscordError.class)
                .extracting(e -> ((DiscordError) e).code())
                .isEqualTo(50035);
    }

    @ParameterizedTest
    @ValueSource(strings = {"draw", "生成", "a-b_c", "it's", "x"})
    void takesNamesOfAnyScript(String name) {
        assertThatCode(() -> CommandRules.check(command(name), "")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Draw", "two words", "a.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void refusesNamesThatDiscordDoes(String name) {
        refused(command(name));
    }

    @Test
    void refusesARequiredOptionAfterAnOptionalOne() {
        var command = command("draw");
        option(command, "first", false);
        option(command, "second", true);
        refused(command);
    }

    @Test
    void refusesTwoOptionsOfOneName() {
        var command = command("draw");
        option(command, "same", false);
        option(command, "same", false);
        refused(command);
    }

    @Test
    void refusesTwentySixOptions() {
        var command = command("draw");
        for (var i = 0; i < 26; i++) {
            option(command, "o" + i, false);
        }
        refused(command);
    }

    @Test
    void countsTheLongestTranslationOfEveryText() {
        var command = command("draw");
        for (var i = 0; i < 25; i++) {
            var choices = option(command, "o" + i, false).putArray("choices");
            for (var j = 0; j < 4; j++) {
                var choice = choices.addObject().put("name", "n").put("value", "v");
                choice.putObject("name_localizations").put("ja", "長".repeat(90));
            }
        }
        refused(command);
    }

    @Test
    void refusesChoicesBesideAutocomplete() {
        var command = command("draw");
        var option = option(command, "what", false).put("autocomplete", true);
        option.putArray("choices").addObject().put("name", "a").put("value", "a");
        refused(command);
    }
}
