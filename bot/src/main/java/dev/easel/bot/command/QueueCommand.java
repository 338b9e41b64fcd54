package dev.easel.bot.command;

import dev.easel.bot.live.Overviews;
import dev.easel.bot.text.Texts;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /queue}: how long it is, where the caller stands, and why. */
final class QueueCommand implements SlashCommand {
    private final ApiAnswers answers;
    private final Overviews overviews;

    QueueCommand(Services services, ApiAnswers answers) {
        this.answers = answers;
        this.overviews = new Overviews(services.api());
    }

    @Override
    public SlashCommandData shape() {
        return Shape.command("queue");
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        var guild = event.getGuildChannel().getGuild().getId();
        var user = event.getUser().getId();
        answers.text(
                event, texts, () -> new QueueText(guild, user, texts).of(overviews.queue(guild)));
    }
}
