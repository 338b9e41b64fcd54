package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /help}: how to make a picture, how to change it here, and what else there is. */
record HelpCommand(Answers answers, Refining refining) implements SlashCommand {
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
                        texts.get(refining.in(event.getGuildChannel())),
                        texts.get(Key.HELP_MORE)));
    }
}
