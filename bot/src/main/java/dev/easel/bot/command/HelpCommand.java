package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/**
 * {@code /help}: how to make a picture, how to change it, and what else there is.
 *
 * @param howToRefine the text that says how a picture is changed by writing here
 */
record HelpCommand(Answers answers, Key howToRefine) implements SlashCommand {
    @Override
    public SlashCommandData shape() {
        return Shape.command("help");
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        answers.privately(
                event,
                String.join(
                        "\n",
                        texts.get(Key.HELP_MAKE),
                        texts.get(Key.HELP_CHANGE),
                        texts.get(howToRefine),
                        texts.get(Key.HELP_MORE)));
    }
}
