package dev.easel.bot.command;

import dev.easel.bot.live.Answered;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Catalogue;
import dev.easel.bot.live.SettingsApi;
import dev.easel.bot.text.ProblemText;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.LoraList;
import java.util.List;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import org.jspecify.annotations.Nullable;

/** {@code /lora list}: what is installed, and what fits the model that holds for the caller. */
final class LoraCommand implements SlashCommand {
    private static final String NAME = "lora";
    private static final String LIST = "list";
    private static final String QUERY = "query";

    private final ApiAnswers answers;
    private final Api api;
    private final SettingsApi settings;
    private final Catalogue catalogue;

    LoraCommand(Services services, ApiAnswers answers) {
        this.answers = answers;
        this.api = services.api();
        this.settings = new SettingsApi(api);
        this.catalogue = services.catalogue();
    }

    @Override
    public SlashCommandData shape() {
        var list = Shape.subcommand(NAME, LIST);
        list.addOptions(
                Shape.option(NAME + "." + LIST, OptionType.STRING, QUERY)
                        .setMaxLength(LoraPage.QUERY_CHARS_MAX)
                        .setAutoComplete(true));
        return Shape.command(NAME).addSubcommands(list);
    }

    @Override
    public List<Choice> complete(CommandAutoCompleteInteractionEvent event, Texts texts) {
        var typed = event.getFocusedOption().getValue();
        return Suggestions.of(catalogue.loras(), typed).stream()
                .filter(n -> n.length() <= LoraPage.QUERY_CHARS_MAX)
                .map(n -> Suggestions.choice(n, n))
                .toList();
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        var typed = event.getOption(QUERY, "", OptionMapping::getAsString);
        var query = typed.replaceAll("\\s+", " ").strip();
        var page =
                new LoraPage(
                        query.substring(0, Math.min(query.length(), LoraPage.QUERY_CHARS_MAX)), 0);
        answers.parts(event, texts, () -> components(event, page, texts));
    }

    @Override
    public boolean press(ButtonInteractionEvent event, Texts texts) {
        var page = LoraPage.parse(String.valueOf(event.getButton().getCustomId())).orElse(null);
        if (page == null) {
            return false;
        }
        answers.turned(event, texts, () -> components(event, page, texts));
        return true;
    }

    private List<MessageTopLevelComponent> components(
            IReplyCallback event, LoraPage page, Texts texts) {
        var guild = event.getGuildChannel().getGuild().getId();
        var model = model(guild, event.getUser().getId());
        return switch (api.loras(page.query(), model, page.entries())) {
            case Answered.Good<LoraList>(var list) -> page.components(list, model, texts);
            case Answered.Refused<LoraList>(var problem) ->
                    List.of(TextDisplay.of(ProblemText.of(problem, texts)));
        };
    }

    private @Nullable String model(String guildId, String userId) {
        return settings.effective(guildId, userId).effective().model().value();
    }
}
