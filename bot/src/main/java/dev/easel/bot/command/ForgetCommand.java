package dev.easel.bot.command;

import dev.easel.bot.live.Answered;
import dev.easel.bot.live.Api;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.ProblemText;
import dev.easel.bot.text.Texts;
import java.util.List;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/**
 * {@code /forget}: deletes what Easel keeps of whoever asks, in this server. It says first what
 * goes; the button under that is seen by nobody else.
 */
record ForgetCommand(Api api, ApiAnswers answers) implements SlashCommand {
    private static final String CONFIRM = "v1|forget|me";

    @Override
    public SlashCommandData shape() {
        return Shape.command("forget");
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        answers.parts(
                event,
                texts,
                () ->
                        List.of(
                                TextDisplay.of(texts.get(Key.FORGET_ASK)),
                                ActionRow.of(
                                        Button.danger(CONFIRM, texts.get(Key.FORGET_CONFIRM)))));
    }

    @Override
    public boolean press(ButtonInteractionEvent event, Texts texts) {
        if (!CONFIRM.equals(event.getButton().getCustomId())) {
            return false;
        }
        answers.turned(event, texts, () -> forgotten(event, texts));
        return true;
    }

    private List<MessageTopLevelComponent> forgotten(IReplyCallback event, Texts texts) {
        var guild = event.getGuildChannel().getGuild().getId();
        var said =
                switch (api.forget(event.getUser().getId(), guild)) {
                    case Answered.Good<Api.Forgotten>(var forgotten) ->
                            texts.get(Key.FORGET_DONE, forgotten.requests());
                    case Answered.Refused<Api.Forgotten>(var problem) ->
                            ProblemText.of(problem, texts);
                };
        return List.of(TextDisplay.of(said));
    }
}
