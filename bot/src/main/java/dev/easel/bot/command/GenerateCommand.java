package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.NewThread;
import dev.easel.bot.request.Instruction;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Place;
import dev.easel.bot.request.Requests;
import dev.easel.bot.request.Submissions;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;

/**
 * {@code /generate}: answer, thread, request, in this order. The resource is made last because its
 * delivery cannot change afterwards. A crash before it leaves an answer and perhaps an empty
 * thread, and nothing running; a crash after it loses nothing, since all further work follows from
 * the resource.
 */
final class GenerateCommand {
    private final Calls calls;
    private final Answers answers;
    private final Requests requests;
    private final Submissions submissions;
    private final String pool;
    private final Key howToRefine;

    /**
     * @param howToRefine the text that says how a picture is changed by writing
     */
    GenerateCommand(Calls calls, Answers answers, Requests requests, String pool, Key howToRefine) {
        this.calls = calls;
        this.answers = answers;
        this.requests = requests;
        this.submissions = new Submissions(requests);
        this.pool = pool;
        this.howToRefine = howToRefine;
    }

    void handle(SlashCommandInteractionEvent event, Texts texts) {
        var checked =
                Instruction.check(
                        event.getOption(CommandSet.INSTRUCTION, "", OptionMapping::getAsString),
                        event.getOption(CommandSet.COUNT, OptionMapping::getAsLong),
                        event.getOption(CommandSet.SEED, OptionMapping::getAsLong),
                        event.getOption(CommandSet.MODEL, OptionMapping::getAsString),
                        texts);
        switch (checked) {
            case Instruction.Checked.Bad(var explanation) -> answers.privately(event, explanation);
            case Instruction.Checked.Good(var instruction) ->
                    Place.problem(event.getGuildChannel(), texts)
                            .ifPresentOrElse(
                                    problem -> answers.privately(event, problem),
                                    () -> start(event, instruction, texts));
        }
    }

    /** In a thread of people the bot does not take every word for a wish. */
    private Key howToRefine(GuildChannel channel) {
        return channel instanceof ThreadChannel thread && !thread.isOwner()
                ? Key.REFINE_BY_REPLY
                : howToRefine;
    }

    private void start(SlashCommandInteractionEvent event, Instruction instruction, Texts texts) {
        var hook = answers.defer(event, false).orElse(null);
        if (hook == null) {
            return;
        }
        var answer = answers.edit(hook, texts.get(Key.ANSWER_PREPARING));
        var channel = event.getGuildChannel();
        var threadId =
                channel instanceof ThreadChannel
                        ? channel.getId()
                        : NewThread.from(
                                calls,
                                channel,
                                answer.getIdLong(),
                                UserText.threadName(
                                        instruction.text(), texts.get(Key.THREAD_NAME)));
        var origin =
                new NewRequest.Origin(
                        event.getId(),
                        channel.getGuild().getId(),
                        event.getUser().getId(),
                        event.getUserLocale().getLocale(),
                        Place.parentId(channel),
                        threadId);
        var request =
                NewRequest.generate(
                        requests.namespace(),
                        pool,
                        origin,
                        instruction.text(),
                        instruction.count(),
                        instruction.seed(),
                        instruction.model(),
                        event.getOption(CommandSet.RESEARCH, false, OptionMapping::getAsBoolean));
        var place = "<#" + (threadId == null ? channel.getId() : threadId) + ">";
        answers.edit(
                hook,
                switch (submissions.submit(request, texts)) {
                    case Submissions.Outcome.Taken() ->
                            texts.get(Key.ANSWER_STARTED, place)
                                    + "\n-# "
                                    + texts.get(howToRefine(channel));
                    case Submissions.Outcome.Failed(var explanation) -> explanation;
                });
    }
}
