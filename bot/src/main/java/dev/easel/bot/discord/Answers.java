package dev.easel.bot.discord;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Refusal;
import dev.easel.bot.text.Texts;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.modals.Modal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** First answers to interactions, and edits of them. */
public final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private final Calls calls;

    public Answers(Calls calls) {
        this.calls = calls;
    }

    /** An answer that only the asker sees; nobody is left to tell if it comes too late. */
    public void privately(IReplyCallback event, String text) {
        try {
            calls.acknowledge(() -> event.replyComponents(TextDisplay.of(text)).setEphemeral(true));
        } catch (DiscordFailure e) {
            note(event, e);
        }
    }

    /** A private answer that says why not, and by which id the log knows it. */
    public void refuse(IReplyCallback event, Key why, Texts texts, Object... arguments) {
        privately(event, Refusal.of(event.getId(), why, texts, arguments));
    }

    /** As above, where the text is made of more than one sentence. */
    public void refuse(IReplyCallback event, String why, String text, Texts texts) {
        privately(event, Refusal.of(event.getId(), why, text, texts));
    }

    /** Whether an answer is promised. */
    public enum Promised {
        YES,
        /** Another process was first: that one goes on and this one stays silent. */
        BY_ANOTHER,
        /** It came too late, and Discord has told the user so. */
        NO
    }

    /** Promises an answer. */
    public Promised promise(IReplyCallback event, boolean privately) {
        try {
            calls.acknowledge(() -> event.deferReply(privately));
            return Promised.YES;
        } catch (DiscordFailure e) {
            note(event, e);
            return switch (e.kind()) {
                // It may have arrived although its receipt did not: the first edit will tell.
                case UNAVAILABLE -> Promised.YES;
                case TAKEN -> Promised.BY_ANOTHER;
                default -> Promised.NO;
            };
        }
    }

    /** Promises an answer; absent if there is nobody left to be answered by this process. */
    public Optional<InteractionHook> defer(IReplyCallback event, boolean privately) {
        return promise(event, privately) == Promised.YES
                ? Optional.of(InteractionHook.from(event.getJDA(), event.getToken()))
                : Optional.empty();
    }

    /** Promises to change the message whose button was pressed; false if nobody is left to see. */
    public boolean deferEdit(ButtonInteractionEvent event) {
        try {
            calls.acknowledge(event::deferEdit);
        } catch (DiscordFailure e) {
            note(event, e);
            return e.kind() == DiscordFailure.Kind.UNAVAILABLE;
        }
        return true;
    }

    /** Opens a form, which can only be the first answer. */
    public void open(ButtonInteractionEvent event, Modal form) {
        try {
            calls.acknowledge(() -> event.replyModal(form));
        } catch (DiscordFailure e) {
            note(event, e);
        }
    }

    /**
     * Says what everyone may read, or only the asker, and goes on saying it there.
     *
     * @param interactionId what makes a repeated message the same one
     * @param place where everyone may read it; null if only the asker may
     */
    public Reply begin(
            InteractionHook hook,
            String interactionId,
            @Nullable GuildMessageChannel place,
            String text) {
        return Reply.begin(calls, this, hook, interactionId, place, text);
    }

    /** Whether there is an answer that can be changed: Discord knows none before it is promised. */
    public boolean isThere(InteractionHook hook) {
        try {
            calls.repeated(hook::retrieveOriginal);
            return true;
        } catch (DiscordFailure e) {
            return switch (e.kind()) {
                case LATE, MESSAGE_GONE -> false;
                default -> throw e;
            };
        }
    }

    public Message edit(InteractionHook hook, String text) {
        return edit(hook, () -> List.of(TextDisplay.of(text)));
    }

    /** Builds the parts anew for each try, since a try consumes files. */
    public Message edit(
            InteractionHook hook,
            Supplier<? extends List<? extends MessageTopLevelComponent>> parts) {
        // JDA's default for new messages does not reach edits, and a promise has no flag yet.
        return calls.repeated(() -> hook.editOriginalComponents(parts.get()).useComponentsV2(true));
    }

    private static void note(IReplyCallback event, DiscordFailure e) {
        log.atWarn()
                .addKeyValue("discord.interaction", event.getId())
                .addKeyValue("discord.code", e.code())
                .addKeyValue("kind", e.kind())
                .log("interaction not acknowledged");
    }
}
