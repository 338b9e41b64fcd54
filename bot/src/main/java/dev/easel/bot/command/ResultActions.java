package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.CustomId;
import dev.easel.bot.discord.NewThread;
import dev.easel.bot.discord.Nonce;
import dev.easel.bot.discord.Recent;
import dev.easel.bot.request.Instruction;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Place;
import dev.easel.bot.request.Requests;
import dev.easel.bot.request.Submissions;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Source;
import java.time.Duration;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.components.label.Label;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.components.textinput.TextInput;
import net.dv8tion.jda.api.components.textinput.TextInputStyle;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.interaction.ModalInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.modals.Modal;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with a result: each press makes a request of whoever pressed, which starts from
 * the result. Only the result's id is needed, so it works for results whose resource is long gone;
 * api checks that the result is of the same guild. Nobody else's request changes, so anyone who
 * sees the result may press.
 */
final class ResultActions {
    private static final String INSTRUCTION = "instruction";
    private static final Duration DOUBLE_PRESS = Duration.ofSeconds(2);

    private final Calls calls;
    private final Answers answers;
    private final Requests requests;
    private final Submissions submissions;
    private final WriteFirst writeFirst;
    private final String pool;
    private final Recent presses = new Recent(DOUBLE_PRESS);

    ResultActions(Services services, Answers answers) {
        this.calls = services.calls();
        this.answers = answers;
        this.requests = services.requests();
        this.submissions = new Submissions(requests);
        this.writeFirst = WriteFirst.of(services, answers);
        this.pool = services.pool();
    }

    /** Handles a press of any of the result's own buttons. */
    void handle(ButtonInteractionEvent event, CustomId id, Texts texts) {
        if (id.action() == CustomId.Action.REFINE) {
            answers.open(event, form(id, texts));
            return;
        }
        var press = id.text() + "|" + event.getUser().getId();
        if (!presses.first(press)) {
            answers.privately(event, texts.get(Key.ANSWER_ACTION_STARTED));
            return;
        }
        switch (id.action()) {
            case REROLL -> start(event, Action.REROLL, new Source(id.uid(), null), texts);
            case VARY -> start(event, Action.VARY, image(id), texts);
            case UPSCALE -> start(event, Action.UPSCALE, image(id), texts);
            case CONTINUE -> moveOn(event, id, texts);
            default -> throw new IllegalArgumentException("not an action on a result");
        }
    }

    /** A form was sent that a Refine button opened. */
    void handle(ModalInteractionEvent event, Texts texts) {
        var id =
                CustomId.parse(event.getModalId())
                        .filter(i -> i.action() == CustomId.Action.REFINE)
                        .orElse(null);
        var value = event.getValue(INSTRUCTION);
        if (id == null || value == null) {
            answers.refuse(event, Key.ERROR_STALE, texts);
            return;
        }
        switch (Instruction.check(value.getAsString(), texts)) {
            case Instruction.Checked.Bad(var explanation) ->
                    answers.refuse(event, "option", explanation, texts);
            case Instruction.Checked.Good(var instruction) ->
                    submit(
                            event,
                            Action.REFINE,
                            instruction.text(),
                            new Source(id.uid(), null),
                            texts);
        }
    }

    private void start(ButtonInteractionEvent event, Action action, Source source, Texts texts) {
        submit(event, action, null, source, texts);
    }

    private void submit(
            IReplyCallback event,
            Action action,
            @Nullable String instruction,
            Source source,
            Texts texts) {
        var channel = (GuildChannel) event.getGuildChannel();
        var origin = origin(event, Place.parentId(channel), Place.threadId(channel));
        var request =
                NewRequest.from(requests.namespace(), pool, origin, action, instruction, source);
        writeFirst.submit(event, request, Key.ANSWER_ACTION_STARTED, texts);
    }

    /** Goes on in a new thread beside the present one, with the state of the pressed result. */
    private void moveOn(ButtonInteractionEvent event, CustomId id, Texts texts) {
        if (!(event.getGuildChannel() instanceof ThreadChannel old)
                || !(old.getParentChannel() instanceof GuildMessageChannel parent)) {
            answers.refuse(event, Key.ERROR_PLACE, texts);
            return;
        }
        var problem = Place.problem(parent, texts, Permission.MESSAGE_SEND).orElse(null);
        if (problem != null) {
            answers.refuse(event, "place", problem, texts);
            return;
        }
        var hook = answers.defer(event, true).orElse(null);
        if (hook == null) {
            return;
        }
        var opening = TextDisplay.of(texts.get(Key.CONTINUE_OPENING, "<#" + old.getId() + ">"));
        var first =
                calls.repeated(() ->
                        parent.sendMessageComponents(opening)
                                .setNonce(Nonce.of(id.uid(), event.getId())));
        var thread = NewThread.from(calls, parent, first.getIdLong(), old.getName());
        var request =
                NewRequest.from(
                        requests.namespace(),
                        pool,
                        origin(event, parent.getId(), thread),
                        Action.RESTORE,
                        null,
                        new Source(id.uid(), null));
        var place = thread == null ? parent.getId() : thread;
        answers.edit(
                hook,
                switch (submissions.submit(request, texts)) {
                    case Submissions.Outcome.Taken() ->
                            texts.get(Key.ANSWER_CONTINUED, "<#" + place + ">");
                    case Submissions.Outcome.Failed(var explanation) -> explanation;
                });
    }

    private static NewRequest.Origin origin(
            IReplyCallback event, String channelId, @Nullable String threadId) {
        return new NewRequest.Origin(
                event.getId(),
                event.getGuildChannel().getGuild().getId(),
                event.getUser().getId(),
                event.getUserLocale().getLocale(),
                channelId,
                threadId);
    }

    private static Source image(CustomId id) {
        return new Source(id.uid(), Integer.valueOf(id.place()));
    }

    private static Modal form(CustomId id, Texts texts) {
        var input =
                TextInput.create(INSTRUCTION, TextInputStyle.PARAGRAPH)
                        .setPlaceholder(texts.get(Key.FORM_EXAMPLE))
                        .setRequiredRange(1, Instruction.CHARS_MAX)
                        .build();
        return Modal.create(id.text(), texts.get(Key.FORM_TITLE))
                .addComponents(Label.of(texts.get(Key.FORM_LABEL), input))
                .build();
    }
}
