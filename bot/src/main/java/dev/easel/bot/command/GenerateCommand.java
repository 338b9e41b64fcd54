package dev.easel.bot.command;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Requests;
import dev.easel.bot.request.Requests.Creation;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.crds.v1alpha1.GenerationRequest;
import java.time.Duration;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.attribute.IThreadContainer;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel.AutoArchiveDuration;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /generate}: answer, thread, request, in this order. The resource is made last because its
 * delivery cannot change afterwards. A crash before it leaves an answer and perhaps an empty
 * thread, and nothing running; a crash after it loses nothing, since all further work follows from
 * the resource.
 */
final class GenerateCommand {
    private static final Logger log = LoggerFactory.getLogger(GenerateCommand.class);

    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Calls calls;
    private final Answers answers;
    private final Requests requests;
    private final String pool;

    GenerateCommand(Calls calls, Answers answers, Requests requests, String pool) {
        this.calls = calls;
        this.answers = answers;
        this.requests = requests;
        this.pool = pool;
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

    private void start(SlashCommandInteractionEvent event, Instruction instruction, Texts texts) {
        var hook = answers.defer(event, false).orElse(null);
        if (hook == null) {
            return;
        }
        var answer = answers.edit(hook, texts.get(Key.ANSWER_PREPARING));
        var channel = event.getGuildChannel();
        var threadId = thread(channel, answer, instruction.text(), texts);
        var origin =
                new NewRequest.Origin(
                        event.getId(),
                        channel.getGuild().getId(),
                        event.getUser().getId(),
                        event.getUserLocale().getLocale(),
                        parentId(channel),
                        threadId);
        var request =
                NewRequest.generate(
                        requests.namespace(),
                        pool,
                        origin,
                        instruction.text(),
                        instruction.count(),
                        instruction.seed(),
                        instruction.model());
        create(hook, request, threadId == null ? channel.getId() : threadId, texts);
    }

    private void create(
            InteractionHook hook, GenerationRequest request, String placeId, Texts texts) {
        var name = request.getMetadata().getName();
        switch (created(request)) {
            case Creation.Exists(var existing) -> {
                log.atInfo()
                        .addKeyValue("request.id", existing.getMetadata().getUid())
                        .addKeyValue("request.name", name)
                        .log("generation request created");
                answers.edit(hook, texts.get(Key.ANSWER_STARTED, "<#" + placeId + ">"));
            }
            case Creation.Refused(var message) -> {
                log.atWarn().addKeyValue("request.name", name).log("generation request refused");
                answers.edit(
                        hook,
                        texts.get(
                                Key.ERROR_REFUSED,
                                UserText.escape(UserText.cut(message, 600)),
                                name));
            }
            case Creation.Unreachable(var cause) -> {
                log.atError()
                        .addKeyValue("request.name", name)
                        .addKeyValue("status", cause.getCode())
                        .log("generation request not created");
                answers.edit(hook, texts.get(Key.ERROR_CREATE, name));
            }
        }
    }

    /** A repeat is harmless: the name makes it the same request. */
    private Creation created(GenerationRequest request) {
        for (int attempt = 1; ; attempt++) {
            var creation = requests.create(request);
            if (!(creation instanceof Creation.Unreachable) || attempt == TRIES) {
                return creation;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return creation;
            }
        }
    }

    /** The thread to work in; absent if the server has no room for one, then the channel serves. */
    private @Nullable String thread(
            GuildChannel channel, Message answer, String instruction, Texts texts) {
        if (channel instanceof ThreadChannel) {
            return channel.getId();
        }
        if (!(channel instanceof IThreadContainer container)) {
            throw new IllegalStateException("checked before: threads can be made here");
        }
        var name = UserText.threadName(instruction, texts.get(Key.THREAD_NAME));
        try {
            return calls.repeated(() ->
                            container
                                    .createThreadChannel(name, answer.getIdLong())
                                    .setAutoArchiveDuration(AutoArchiveDuration.TIME_24_HOURS))
                    .getId();
        } catch (DiscordFailure e) {
            return switch (e.kind()) {
                // A thread made from a message has the message's id.
                case THREAD_EXISTS -> answer.getId();
                case THREADS_FULL -> null;
                default -> throw e;
            };
        }
    }

    private static String parentId(GuildChannel channel) {
        return channel instanceof ThreadChannel thread
                ? thread.getParentChannel().getId()
                : channel.getId();
    }
}
