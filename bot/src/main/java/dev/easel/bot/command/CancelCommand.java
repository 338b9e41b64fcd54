package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.request.Requests;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Refusal;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.protocol.Json;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /cancel} and the Cancel button: both set the desired state and leave the rest to it. */
final class CancelCommand implements SlashCommand {
    private static final Logger log = LoggerFactory.getLogger(CancelCommand.class);

    private static final String NAME = "cancel";
    private static final String REQUEST = "request";

    private static final Requester NOBODY = new Requester(null, null, null, null);
    private static final Comparator<GenerationRequest> NEWEST_FIRST =
            Comparator.<GenerationRequest, String>comparing(
                            r -> r.getMetadata().getCreationTimestamp())
                    .reversed();

    private final Answers answers;
    private final WriteFirst writeFirst;
    private final Requests requests;

    CancelCommand(Services services, Answers answers) {
        this.answers = answers;
        this.writeFirst = WriteFirst.of(services, answers);
        this.requests = services.requests();
    }

    @Override
    public SlashCommandData shape() {
        return Shape.command(NAME)
                .addOptions(Shape.option(NAME, OptionType.STRING, REQUEST).setAutoComplete(true));
    }

    @Override
    public boolean needsAllRequests() {
        return true;
    }

    /** The caller's unfinished requests of this server, those of this place first. */
    @Override
    public List<Choice> complete(CommandAutoCompleteInteractionEvent event, Texts texts) {
        var wanted = Suggestions.fold(event.getFocusedOption().getValue());
        var here = event.getChannelId() == null ? "" : event.getChannelId();
        var guild = event.getGuild() == null ? "" : event.getGuild().getId();
        return unfinished(event.getUser().getId())
                .filter(r -> guild.equals(requester(r).tenant()))
                .filter(r ->
                        Suggestions.fold(label(r, texts)).contains(wanted)
                                || r.getMetadata().getUid().startsWith(wanted))
                .sorted(
                        Comparator.<GenerationRequest>comparingInt(
                                        r -> isAnsweredIn(r, here) ? 0 : 1)
                                .thenComparing(NEWEST_FIRST))
                .limit(Suggestions.CHOICES_MAX)
                .map(r -> Suggestions.choice(label(r, texts), r.getMetadata().getUid()))
                .toList();
    }

    /** Cancels the request that was chosen, or else the caller's newest in this place. */
    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        var chosen = event.getOption(REQUEST, OptionMapping::getAsString);
        if (chosen != null) {
            requests.byUid(chosen.strip())
                    .filter(r -> isOf(r, event.getGuildChannel().getGuild()))
                    .ifPresentOrElse(
                            request -> cancel(event, request, texts),
                            () -> answers.refuse(event, Key.ERROR_CANCEL_UNKNOWN, texts));
            return;
        }
        unfinished(event.getUser().getId())
                .filter(r -> isAnsweredIn(r, event.getChannel().getId()))
                .min(NEWEST_FIRST)
                .ifPresentOrElse(
                        request -> cancel(event, request, texts),
                        () -> answers.privately(event, texts.get(Key.ANSWER_CANCEL_NOTHING)));
    }

    void cancel(IReplyCallback event, GenerationRequest request, Texts texts) {
        if (!Owner.mayChange(event.getMember(), request)) {
            answers.refuse(event, Key.ERROR_OWNER, texts);
            return;
        }
        if (isFinished(request)) {
            answers.privately(event, texts.get(Key.ANSWER_CANCEL_FINISHED));
            return;
        }
        writeFirst.answer(event, () -> outcome(request, event, texts));
    }

    private String outcome(GenerationRequest request, IReplyCallback event, Texts texts) {
        var uid = request.getMetadata().getUid();
        try {
            boolean cancelled = requests.cancel(request, event.getUser().getId());
            log.atInfo().addKeyValue("request.id", uid).log("cancellation asked for");
            return texts.get(cancelled ? Key.ANSWER_CANCEL_REQUESTED : Key.ANSWER_CANCEL_FINISHED);
        } catch (KubernetesClientException e) {
            log.atError()
                    .addKeyValue("request.id", uid)
                    .addKeyValue("status", e.getCode())
                    .log("cancellation not written");
            return Refusal.of(event.getId(), Key.ERROR_CANCEL, texts);
        }
    }

    private Stream<GenerationRequest> unfinished(String userId) {
        return requests.all()
                .filter(r -> !isFinished(r))
                .filter(r -> r.getSpec().desiredState() != DesiredState.CANCELLED)
                .filter(r -> userId.equals(requester(r).userID()));
    }

    private static boolean isOf(GenerationRequest request, Guild guild) {
        return guild.getId().equals(requester(request).tenant());
    }

    private static Requester requester(GenerationRequest request) {
        return Optional.ofNullable(request.getSpec().requester()).orElse(NOBODY);
    }

    private static String label(GenerationRequest request, Texts texts) {
        var instruction = request.getSpec().instruction();
        return instruction == null
                ? ActionText.of(
                        Json.mapper().convertValue(request.getSpec().action(), String.class), texts)
                : instruction.replaceAll("\\s+", " ").strip();
    }

    private static boolean isAnsweredIn(GenerationRequest request, String channelId) {
        var delivery = request.getSpec().delivery();
        return delivery != null
                && delivery.discord() != null
                && (channelId.equals(delivery.discord().threadID())
                        || channelId.equals(delivery.discord().channelID()));
    }

    /** A stored result is posted, so nothing is left to cancel. */
    private static boolean isFinished(GenerationRequest request) {
        var status = request.getStatus();
        return status != null
                && (status.is(Condition.SUCCEEDED, ConditionStatus.TRUE)
                        || status.is(Condition.SUCCEEDED, ConditionStatus.FALSE)
                        || status.is(Condition.RESULT_STORED, ConditionStatus.TRUE));
    }
}
