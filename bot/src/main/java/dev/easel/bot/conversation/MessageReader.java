package dev.easel.bot.conversation;

import dev.easel.bot.discord.OwnMessages;
import java.util.List;
import java.util.Objects;
import net.dv8tion.jda.api.entities.ISnowflake;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.MessageType;
import net.dv8tion.jda.api.entities.Role;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** Reads from a message of JDA what its meaning depends on. */
final class MessageReader {
    private final boolean hidden;

    /**
     * @param hidden whether Discord hides what is not said to us
     */
    MessageReader(boolean hidden) {
        this.hidden = hidden;
    }

    /** Whoever a message mentions. */
    private record Mentions(List<String> users, List<String> roles, boolean everyone) {
        /** Whoever answers their own message still speaks to us. */
        boolean others(Message message, Heard.Self self) {
            var author = message.getAuthor().getId();
            var answered = message.getReferencedMessage();
            boolean toSelf = answered != null && answered.getAuthor().getId().equals(author);
            return everyone
                    || users.stream()
                            .anyMatch(id ->
                                    !id.equals(self.userId()) && !(toSelf && id.equals(author)))
                    || roles.stream().anyMatch(id -> !id.equals(self.roleId()));
        }

        boolean us(Heard.Self self) {
            return users.contains(self.userId())
                    || (self.roleId() != null && roles.contains(self.roleId()));
        }
    }

    /**
     * The list of mentions comes even where the content is hidden, so it is read from the event.
     */
    Heard read(MessageReceivedEvent event) {
        var message = event.getMessage();
        var raw = event.getRawData();
        return raw == null ? read(message) : read(message, mentions(raw.getObject("d")));
    }

    Heard read(Message message) {
        var mentions = message.getMentions();
        return read(
                message,
                new Mentions(
                        mentions.getUsers().stream().map(ISnowflake::getId).toList(),
                        mentions.getRoles().stream().map(ISnowflake::getId).toList(),
                        mentions.mentionsEveryone()));
    }

    /** Our ids in the message's guild. */
    static Heard.Self self(Message message) {
        // A bot has one managed role: the one of its invitation.
        var role =
                message.getGuild().getSelfMember().getRoles().stream()
                        .filter(Role::isManaged)
                        .map(ISnowflake::getId)
                        .findFirst()
                        .orElse(null);
        return new Heard.Self(message.getJDA().getSelfUser().getId(), role);
    }

    static boolean isByPerson(Message message) {
        return !message.getAuthor().isBot()
                && !message.getAuthor().isSystem()
                && !message.isWebhookMessage()
                && (message.getType() == MessageType.DEFAULT
                        || message.getType() == MessageType.INLINE_REPLY);
    }

    private Heard read(Message message, Mentions mentions) {
        var self = self(message);
        return new Heard(
                isByPerson(message),
                message.getContentRaw(),
                hidden,
                self,
                mentions.us(self),
                mentions.others(message, self),
                replyTo(message),
                where(message));
    }

    private static Heard.Where where(Message message) {
        if (!(message.getGuildChannel() instanceof ThreadChannel thread)) {
            return Heard.Where.CHANNEL;
        }
        return thread.isOwner() ? Heard.Where.OWN_THREAD : Heard.Where.OTHER_THREAD;
    }

    private static Heard.@Nullable ReplyTo replyTo(Message message) {
        if (message.getType() != MessageType.INLINE_REPLY) {
            return null;
        }
        var answered = message.getReferencedMessage();
        if (answered == null) {
            // It was deleted: what it said is lost, not what is said now.
            return null;
        }
        return new Heard.ReplyTo(
                answered.getAuthor().equals(message.getJDA().getSelfUser()),
                answered.getAuthor().equals(message.getAuthor()),
                OwnMessages.resultOf(answered).orElse(null));
    }

    private static Mentions mentions(DataObject message) {
        var users =
                message.optArray("mentions").stream()
                        .flatMap(a -> a.stream(DataArray::getObject))
                        .map(u -> u.getString("id"))
                        .toList();
        var roles =
                message.optArray("mention_roles").stream()
                        .flatMap(a -> a.stream(DataArray::getString))
                        .filter(Objects::nonNull)
                        .toList();
        return new Mentions(users, roles, message.getBoolean("mention_everyone"));
    }
}
