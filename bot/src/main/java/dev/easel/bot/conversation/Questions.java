package dev.easel.bot.conversation;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.NewThread;
import dev.easel.bot.request.Instruction;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Place;
import dev.easel.bot.request.Requests;
import dev.easel.bot.request.Submissions;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Refusal;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import java.util.Comparator;
import java.util.Optional;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import org.jspecify.annotations.Nullable;

/** Sentences written to us outside of any thread: the question, and what the answer starts. */
public final class Questions {
    private final Calls calls;
    private final Answers answers;
    private final Replies replies;
    private final Requests requests;
    private final Submissions submissions;
    private final String pool;

    public Questions(Calls calls, Requests requests, String pool) {
        this.calls = calls;
        this.answers = new Answers(calls);
        this.replies = new Replies(calls);
        this.requests = requests;
        this.submissions = new Submissions(requests);
        this.pool = pool;
    }

    /** Asks, unless there is nothing to choose from: then a new picture is begun. */
    void ask(Message message, String instruction, String locale) {
        var texts = Texts.of(locale);
        var latest =
                latestThread(message.getGuild().getId(), message.getAuthor().getId()).orElse(null);
        if (latest == null) {
            replies.to(message, fresh(message, instruction, locale, texts));
        } else {
            var author = message.getAuthor().getId();
            replies.to(message, () -> Question.components(author, message.getId(), latest, texts));
        }
    }

    /** Handles a press if it answers a question. */
    public boolean handle(ButtonInteractionEvent event, Texts texts) {
        var question = Question.parse(String.valueOf(event.getButton().getCustomId())).orElse(null);
        if (question == null) {
            return false;
        }
        if (!question.userId().equals(event.getUser().getId())) {
            answers.refuse(event, Key.ERROR_NOT_ASKER, texts);
        } else if (answers.deferEdit(event)) {
            var hook = InteractionHook.from(event.getJDA(), event.getToken());
            var locale = event.getUserLocale().getLocale();
            answers.edit(hook, answered(question, event, locale, texts));
        }
        return true;
    }

    private String answered(
            Question question, ButtonInteractionEvent event, String locale, Texts texts) {
        var channel = (GuildMessageChannel) event.getGuildChannel();
        Message message;
        try {
            message = calls.repeated(() -> channel.retrieveMessageById(question.messageId()));
        } catch (DiscordFailure e) {
            if (e.kind() == DiscordFailure.Kind.MESSAGE_GONE) {
                return Refusal.of(event.getId(), Key.ERROR_MESSAGE_GONE, texts);
            }
            throw e;
        }
        var text = MessageReader.self(message).without(message.getContentRaw());
        return switch (question.choice()) {
            case FRESH -> fresh(message, text, locale, texts);
            case LATEST -> refined(message, text, question.threadId(), locale, texts);
        };
    }

    private String refined(
            Message message, String text, String threadId, String locale, Texts texts) {
        return switch (Instruction.check(text, texts)) {
            case Instruction.Checked.Bad(var explanation) ->
                    Refusal.of(message.getId(), "option", explanation, texts);
            case Instruction.Checked.Good(var instruction) -> {
                var request =
                        NewRequest.from(
                                requests.namespace(),
                                pool,
                                origin(message, locale, channelOf(threadId, message), threadId),
                                Action.REFINE,
                                instruction.text(),
                                null);
                yield outcome(request, threadId, texts);
            }
        };
    }

    private String fresh(Message message, String text, String locale, Texts texts) {
        var problem = Place.problem(message.getGuildChannel(), texts).orElse(null);
        if (problem != null) {
            return Refusal.of(message.getId(), "place", problem, texts);
        }
        return switch (Instruction.check(text, texts)) {
            case Instruction.Checked.Bad(var explanation) ->
                    Refusal.of(message.getId(), "option", explanation, texts);
            case Instruction.Checked.Good(var instruction) -> {
                var name = UserText.threadName(instruction.text(), texts.get(Key.THREAD_NAME));
                var channel = message.getGuildChannel();
                var thread = NewThread.from(calls, channel, message.getIdLong(), name);
                var request =
                        NewRequest.generate(
                                requests.namespace(),
                                pool,
                                origin(message, locale, channel.getId(), thread),
                                instruction,
                                false);
                yield outcome(request, thread == null ? channel.getId() : thread, texts);
            }
        };
    }

    private String outcome(GenerationRequest request, String placeId, Texts texts) {
        return switch (submissions.submit(request, texts)) {
            case Submissions.Outcome.Taken() -> texts.get(Key.ANSWER_STARTED, "<#" + placeId + ">");
            case Submissions.Outcome.Failed(var explanation) -> explanation;
        };
    }

    /** Named after the sentence, so that both buttons together start one picture. */
    private static NewRequest.Origin origin(
            Message message, String locale, String channelId, @Nullable String threadId) {
        return new NewRequest.Origin(
                message.getId(),
                message.getGuild().getId(),
                message.getAuthor().getId(),
                locale,
                channelId,
                threadId);
    }

    private String channelOf(String threadId, Message message) {
        return requests.inThread(threadId)
                .map(Questions::channelId)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(message.getChannelId());
    }

    private static Optional<String> channelId(GenerationRequest request) {
        var delivery = request.getSpec().delivery();
        return delivery == null || delivery.discord() == null
                ? Optional.empty()
                : Optional.ofNullable(delivery.discord().channelID());
    }

    private Optional<String> latestThread(String guildId, String userId) {
        return requests.all()
                .filter(r -> isOf(r, guildId, userId) && threadId(r) != null)
                .max(Comparator.comparing(r -> r.getMetadata().getCreationTimestamp()))
                .map(Questions::threadId);
    }

    private static boolean isOf(GenerationRequest request, String guildId, String userId) {
        var requester = request.getSpec().requester();
        return requester != null
                && guildId.equals(requester.tenant())
                && userId.equals(requester.userID());
    }

    private static @Nullable String threadId(GenerationRequest request) {
        var delivery = request.getSpec().delivery();
        return delivery == null || delivery.discord() == null
                ? null
                : delivery.discord().threadID();
    }
}
