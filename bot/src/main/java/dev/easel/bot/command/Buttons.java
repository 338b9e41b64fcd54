package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.CustomId;
import dev.easel.bot.discord.Recent;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Place;
import dev.easel.bot.request.Requests;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.GenerationRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.filedisplay.FileDisplay;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.utils.FileUpload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the buttons do; all they need is in their id, so they work after any restart. */
final class Buttons {
    private static final Logger log = LoggerFactory.getLogger(Buttons.class);

    /** Two presses this close are one press of an impatient finger. */
    private static final Duration DOUBLE_PRESS = Duration.ofSeconds(2);

    private final Answers answers;
    private final Requests requests;
    private final WriteFirst writeFirst;
    private final Api api;
    private final CancelCommand cancel;
    private final ResultActions actions;
    private final ResultDeletion deletion;
    private final Recent presses = new Recent(DOUBLE_PRESS);

    Buttons(
            Services services,
            Answers answers,
            CancelCommand cancel,
            ResultActions actions,
            ResultDeletion deletion) {
        this.answers = answers;
        this.requests = services.requests();
        this.writeFirst = WriteFirst.of(services, answers);
        this.api = services.api();
        this.cancel = cancel;
        this.actions = actions;
        this.deletion = deletion;
    }

    void handle(ButtonInteractionEvent event, Texts texts) {
        var id = CustomId.parse(String.valueOf(event.getButton().getCustomId())).orElse(null);
        if (id == null) {
            answers.refuse(event, Key.ERROR_STALE, texts);
            return;
        }
        var request = requests.byUid(id.uid()).orElse(null);
        switch (id.action()) {
            case DETAILS ->
                    answers.defer(event, true)
                            .ifPresent(hook -> details(hook, id.uid(), request, texts));
            case CANCEL, RETRY -> {
                if (request == null) {
                    answers.refuse(event, Key.ERROR_STALE, texts);
                } else if (id.action() == CustomId.Action.CANCEL) {
                    cancel.cancel(event, request, texts);
                } else {
                    retry(event, request, texts);
                }
            }
            case REFINE, REROLL, VARY, UPSCALE, CONTINUE -> actions.handle(event, id, texts);
            case DELETE, DELETE_POSTS, DELETE_ALL -> deletion.handle(event, id, texts);
        }
    }

    private void details(
            InteractionHook hook, String uid, @Nullable GenerationRequest request, Texts texts) {
        try {
            var detail = api.found(uid).orElse(null);
            if (detail == null) {
                answers.edit(hook, texts.get(Key.DETAILS_GONE));
                return;
            }
            var details = Details.of(detail, request, texts);
            answers.edit(
                    hook,
                    () -> {
                        var parts = new ArrayList<MessageTopLevelComponent>();
                        parts.add(TextDisplay.of(details.shown()));
                        if (details.cut()) {
                            var bytes = details.complete().getBytes(StandardCharsets.UTF_8);
                            var name = "easel-" + uid.substring(0, 8) + ".txt";
                            parts.add(FileDisplay.fromFile(FileUpload.fromData(bytes, name)));
                        }
                        return parts;
                    });
        } catch (ApiUnavailable e) {
            log.atWarn()
                    .addKeyValue("request.id", uid)
                    .addKeyValue("cause", e.getMessage())
                    .log("details not read");
            answers.edit(hook, texts.get(Key.ERROR_DETAILS, uid.substring(0, 8)));
        }
    }

    private void retry(ButtonInteractionEvent event, GenerationRequest before, Texts texts) {
        if (!Owner.mayChange(event.getMember(), before)) {
            answers.refuse(event, Key.ERROR_OWNER, texts);
            return;
        }
        var press = before.getMetadata().getUid() + "|" + event.getUser().getId();
        if (!presses.first(press)) {
            answers.privately(event, texts.get(Key.ANSWER_RETRY_STARTED));
            return;
        }
        writeFirst.submit(event, again(event, before), Key.ANSWER_RETRY_STARTED, texts);
    }

    private GenerationRequest again(ButtonInteractionEvent event, GenerationRequest before) {
        var channel = event.getGuildChannel();
        var origin =
                new NewRequest.Origin(
                        event.getId(),
                        channel.getGuild().getId(),
                        event.getUser().getId(),
                        event.getUserLocale().getLocale(),
                        Place.parentId(channel),
                        Place.threadId(channel));
        return NewRequest.again(requests.namespace(), origin, before.getSpec());
    }
}
