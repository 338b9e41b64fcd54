package dev.easel.bot.discord;

import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.interactions.InteractionHook;
import org.jspecify.annotations.Nullable;

/**
 * The line in which one reads how a command goes on. Usually it is the answer to the command.
 * Discord refuses some of those long before their fifteen minutes are over; then it is a message in
 * the same place, or nothing if others would read what is private.
 */
public final class Reply {
    private static final String PLACE = "answer";

    private final Calls calls;
    private final Answers answers;
    private final InteractionHook hook;
    private @Nullable GuildMessageChannel instead;
    private boolean silent;
    private long messageId;

    private Reply(Calls calls, Answers answers, InteractionHook hook) {
        this.calls = calls;
        this.answers = answers;
        this.hook = hook;
    }

    /**
     * @param interactionId what makes a repeated message the same one
     * @param place where everyone may read it; null if only the asker may
     */
    static Reply begin(
            Calls calls,
            Answers answers,
            InteractionHook hook,
            String interactionId,
            @Nullable GuildMessageChannel place,
            String text) {
        var reply = new Reply(calls, answers, hook);
        try {
            reply.messageId = answers.edit(hook, text).getIdLong();
        } catch (DiscordFailure e) {
            if (e.kind() != DiscordFailure.Kind.LATE) {
                throw e;
            }
            reply.instead(interactionId, place, text);
        }
        return reply;
    }

    /** The message that it is, which a thread can start from; 0 if it is none. */
    public long messageId() {
        return messageId;
    }

    public void change(String text) {
        var channel = instead;
        if (channel != null) {
            calls.repeated(
                    () -> channel.editMessageComponentsById(messageId, TextDisplay.of(text)));
        } else if (!silent) {
            answers.edit(hook, text);
        }
    }

    private void instead(String interactionId, @Nullable GuildMessageChannel place, String text) {
        instead = place;
        silent = place == null;
        if (place != null) {
            var nonce = Nonce.of(interactionId, PLACE);
            messageId =
                    calls.repeated(() ->
                                    place.sendMessageComponents(TextDisplay.of(text))
                                            .setNonce(nonce))
                            .getIdLong();
        }
    }
}
