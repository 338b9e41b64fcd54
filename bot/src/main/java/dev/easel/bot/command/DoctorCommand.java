package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.live.Overviews;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/**
 * {@code /doctor}: what works here and what does not, each with what to do. For everyone: whoever
 * finds the bot silent is seldom an administrator, and the lines hold no addresses and nothing of
 * other servers.
 */
final class DoctorCommand implements SlashCommand {
    private final Answers answers;
    private final Overviews overviews;
    private final String pool;
    private final Refining refining;
    private final Pictures pictures;

    DoctorCommand(Services services, Answers answers, Refining refining) {
        this.answers = answers;
        this.overviews = new Overviews(services.api());
        this.pool = services.pool();
        this.pictures = services.pictures();
        this.refining = refining;
    }

    @Override
    public SlashCommandData shape() {
        return Shape.command("doctor");
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        answers.defer(event, true).ifPresent(hook -> answers.edit(hook, report(event, texts)));
    }

    private String report(SlashCommandInteractionEvent event, Texts texts) {
        var channel = event.getGuildChannel();
        var lines = new ArrayList<String>();
        lines.add("### " + texts.get(Key.DOCTOR_TITLE));
        lines.add("**" + texts.get(Key.DOCTOR_HERE, "<#" + channel.getId() + ">") + "**");
        PlaceCheck.of(channel, refining.hidden(), pictures, texts)
                .forEach(f -> lines.add(f.line()));
        lines.add("**Easel**");
        easel(channel.getGuild().getId(), texts).forEach(f -> lines.add(f.line()));
        lines.add("-# " + texts.get(Key.DOCTOR_VERSION, version()));
        return UserText.message(String.join("\n", lines));
    }

    private List<Finding> easel(String guildId, Texts texts) {
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            // Each may take as long as a back end that does not answer.
            var queue = calls.submit(() -> overviews.queue(guildId));
            var backends = calls.submit(() -> overviews.backends(pool));
            return EaselCheck.of(answer(queue), answer(backends), pool, texts);
        }
    }

    private static <T> Optional<T> answer(Future<T> call) {
        try {
            return Optional.of(call.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiUnavailable) {
                return Optional.empty();
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Written into the jar when it is built; absent where classes run without one. */
    private static String version() {
        return Optional.ofNullable(DoctorCommand.class.getPackage().getImplementationVersion())
                .orElse("–");
    }
}
