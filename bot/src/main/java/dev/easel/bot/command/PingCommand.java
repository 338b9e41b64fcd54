package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /ping}: whether the bot listens. */
record PingCommand(Answers answers) implements SlashCommand {
    @Override
    public SlashCommandData shape() {
        return Shape.command("ping");
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        var millis = Math.max(0, event.getJDA().getGatewayPing());
        answers.privately(event, texts.get(Key.ANSWER_PONG, millis));
    }
}
