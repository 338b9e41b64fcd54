package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Choices while a user types. */
class AutocompleteIT {
    private DiscordStandIn standIn;
    private TestingBot bot;

    @BeforeEach
    void connect() throws InterruptedException {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        bot = TestingBot.connect(standIn);
        bot.jda.addEventListener(
                new ListenerAdapter() {
                    @Override
                    public void onCommandAutoCompleteInteraction(
                            CommandAutoCompleteInteractionEvent event) {
                        var typed = event.getFocusedOption().getValue();
                        var style = event.getOption("style");
                        event.replyChoiceStrings(
                                        event.getFullCommandName() + " " + typed,
                                        style == null ? "none" : style.getAsString())
                                .queue();
                    }
                });
        bot.jda
                .updateCommands()
                .addCommands(
                        Commands.slash("draw", "Draws")
                                .addOption(OptionType.STRING, "prompt", "What to show", true)
                                .addOption(OptionType.STRING, "style", "How")
                                .addOptions(model()),
                        Commands.slash("settings", "Sets")
                                .addSubcommands(
                                        new SubcommandData("set", "Sets").addOptions(model())))
                .complete();
    }

    private static OptionData model() {
        return new OptionData(OptionType.STRING, "model", "Which").setAutoComplete(true);
    }

    @AfterEach
    void nothingWasUndescribed() {
        try {
            assertThat(standIn.violations()).isEmpty();
        } finally {
            bot.close();
            standIn.close();
        }
    }

    @Test
    void offersWhatTheBotAnswersToWhatIsTypedSoFar() {
        assertThat(standIn.users().autocomplete("ja", "general", "draw", "model", "an"))
                .extracting(UserViews.Choice::name)
                .containsExactly("draw an", "none");
        assertThat(standIn.users().autocomplete("ja", "general", "settings set", "model", ""))
                .extracting(c -> c.value().asText())
                .containsExactly("settings set ", "none");
    }

    @Test
    void offersNothingWhereNothingIsOffered() {
        assertThatThrownBy(
                        () -> standIn.users().autocomplete("ja", "general", "draw", "style", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsTheOtherOptionsThatWereTyped() {
        try (var rest = new TestingRest(standIn)) {
            var body = Json.object().put("user", "ja").put("command", "/draw");
            body.put("option", "model").put("partial", "夕");
            body.putObject("options").put("style", "calm");

            var answer = rest.post(standIn.controlUrl() + "/autocomplete", body).body();

            assertThat(answer.path("choices").findValuesAsText("name"))
                    .isEqualTo(List.of("draw 夕", "calm"));
            assertThat(answer.path("interactionId").asText()).isNotEmpty();
        }
    }
}
