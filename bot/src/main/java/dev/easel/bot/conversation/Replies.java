package dev.easel.bot.conversation;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.Nonce;
import java.util.List;
import java.util.function.Supplier;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.emoji.Emoji;

/** Answers to messages, without a ping. */
final class Replies {
    private final Calls calls;

    Replies(Calls calls) {
        this.calls = calls;
    }

    void to(Message message, String text) {
        to(message, () -> List.of(TextDisplay.of(text)));
    }

    /** One answer for each message, however often it is tried. */
    void to(Message message, Supplier<List<MessageTopLevelComponent>> parts) {
        calls.repeated(() ->
                message.getChannel()
                        .sendMessageComponents(parts.get())
                        .setMessageReference(message.getId())
                        .failOnInvalidReply(false)
                        .mentionRepliedUser(false)
                        .setNonce(Nonce.of(message.getId(), "reply")));
    }

    /** A mark is a courtesy: without the permission for it everything goes on. */
    void mark(Message message, Emoji emoji) {
        try {
            calls.repeated(() -> message.addReaction(emoji));
        } catch (DiscordFailure e) {
            // The card that follows says the same.
        }
    }
}
