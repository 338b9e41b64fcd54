package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.live.Answered;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.live.SettingsApi;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.ProblemText;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.LoraList;
import java.util.List;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /lora list}: what is installed, and what fits the model that holds for the caller. */
final class LoraCommand {
    private static final Logger log = LoggerFactory.getLogger(LoraCommand.class);

    private final Answers answers;
    private final Api api;
    private final SettingsApi settings;

    LoraCommand(Answers answers, Api api, SettingsApi settings) {
        this.answers = answers;
        this.api = api;
        this.settings = settings;
    }

    void handle(SlashCommandInteractionEvent event, Texts texts) {
        var typed = event.getOption(CommandSet.QUERY, "", OptionMapping::getAsString);
        var query = typed.replaceAll("\\s+", " ").strip();
        var page =
                new LoraPage(
                        query.substring(0, Math.min(query.length(), LoraPage.QUERY_CHARS_MAX)), 0);
        answers.defer(event, true).ifPresent(hook -> show(hook, event, page, texts));
    }

    /** Handles a press if it turns a page. */
    boolean handle(ButtonInteractionEvent event, Texts texts) {
        var page = LoraPage.parse(String.valueOf(event.getButton().getCustomId())).orElse(null);
        if (page == null) {
            return false;
        }
        if (answers.deferEdit(event)) {
            show(InteractionHook.from(event.getJDA(), event.getToken()), event, page, texts);
        }
        return true;
    }

    private void show(InteractionHook hook, IReplyCallback event, LoraPage page, Texts texts) {
        var components = components(event, page, texts);
        answers.edit(hook, () -> components);
    }

    private List<MessageTopLevelComponent> components(
            IReplyCallback event, LoraPage page, Texts texts) {
        try {
            var guild = event.getGuildChannel().getGuild().getId();
            var model = model(guild, event.getUser().getId());
            return switch (api.loras(page.query(), model, page.entries())) {
                case Answered.Good<LoraList>(var list) -> page.components(list, model, texts);
                case Answered.Refused<LoraList>(var problem) ->
                        List.of(TextDisplay.of(ProblemText.of(problem, texts)));
            };
        } catch (ApiUnavailable e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("LoRAs not read");
            return List.of(TextDisplay.of(texts.get(Key.ERROR_API)));
        }
    }

    private @Nullable String model(String guildId, String userId) {
        return settings.effective(guildId, userId).effective().model().value();
    }
}
