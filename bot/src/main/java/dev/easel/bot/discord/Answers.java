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
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.modals.Modal;
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

    /**
     * Promises an answer. Absent if it came too late, or if another process was first: then that
     * one goes on and this one stays silent.
     */
    public Optional<InteractionHook> defer(IReplyCallback event, boolean privately) {
        try {
            calls.acknowledge(() -> event.deferReply(privately));
        } catch (DiscordFailure e) {
            note(event, e);
            if (e.kind() != DiscordFailure.Kind.UNAVAILABLE) {
                return Optional.empty();
            }
            // The promise may have arrived although its receipt did not: the first edit will tell.
        }
        return Optional.of(InteractionHook.from(event.getJDA(), event.getToken()));
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

    /** Says what everyone may read, or only the asker, and goes on saying it there. */
    public Reply begin(
            SlashCommandInteractionEvent event,
            InteractionHook hook,
            boolean privately,
            String text) {
        var place = privately ? null : (GuildMessageChannel) event.getGuildChannel();
        return Reply.begin(calls, this, hook, event.getId(), place, text);
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
