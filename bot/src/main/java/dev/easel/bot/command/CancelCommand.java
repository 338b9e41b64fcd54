package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.request.Requests;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.Optional;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /cancel} and the Cancel button: both set the desired state and leave the rest to it. */
final class CancelCommand {
    private static final Logger log = LoggerFactory.getLogger(CancelCommand.class);

    private final Answers answers;
    private final Requests requests;

    CancelCommand(Answers answers, Requests requests) {
        this.answers = answers;
        this.requests = requests;
    }

    /** Cancels the caller's newest unfinished request in this channel or thread. */
    void handle(SlashCommandInteractionEvent event, Texts texts) {
        latest(event.getUser().getId(), event.getChannel().getId())
                .ifPresentOrElse(
                        request -> cancel(event, request, texts),
                        () -> answers.privately(event, texts.get(Key.ANSWER_CANCEL_NOTHING)));
    }

    void cancel(IReplyCallback event, GenerationRequest request, Texts texts) {
        if (!Owner.mayChange(event.getMember(), request)) {
            answers.privately(event, texts.get(Key.ERROR_OWNER));
            return;
        }
        if (isFinished(request)) {
            answers.privately(event, texts.get(Key.ANSWER_CANCEL_FINISHED));
            return;
        }
        answers.defer(event, true)
                .ifPresent(hook -> answers.edit(hook, texts.get(outcome(request))));
    }

    private Key outcome(GenerationRequest request) {
        var uid = request.getMetadata().getUid();
        try {
            boolean cancelled = requests.cancel(request);
            log.atInfo().addKeyValue("request.id", uid).log("cancellation asked for");
            return cancelled ? Key.ANSWER_CANCEL_REQUESTED : Key.ANSWER_CANCEL_FINISHED;
        } catch (KubernetesClientException e) {
            log.atError()
                    .addKeyValue("request.id", uid)
                    .addKeyValue("status", e.getCode())
                    .log("cancellation not written");
            return Key.ERROR_CANCEL;
        }
    }

    private Optional<GenerationRequest> latest(String userId, String channelId) {
        return requests.all()
                .filter(r -> !isFinished(r))
                .filter(r -> r.getSpec().desiredState() != DesiredState.CANCELLED)
                .filter(r ->
                        r.getSpec().requester() != null
                                && userId.equals(r.getSpec().requester().userID()))
                .filter(r -> isAnsweredIn(r, channelId))
                .max(Comparator.comparing(r -> r.getMetadata().getCreationTimestamp()));
    }

    private static boolean isAnsweredIn(GenerationRequest request, String channelId) {
        var delivery = request.getSpec().delivery();
        return delivery != null
                && delivery.discord() != null
                && (channelId.equals(delivery.discord().threadID())
                        || channelId.equals(delivery.discord().channelID()));
    }

    private static boolean isFinished(GenerationRequest request) {
        return request.getStatus() != null
                && request.getStatus()
                        .condition(Condition.SUCCEEDED)
                        .filter(c -> c.status() != ConditionStatus.UNKNOWN)
                        .isPresent();
    }
}
