package dev.easel.bot.conversation;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as far as its meaning depends on it.
 *
 * @param byPerson false for bots, webhooks and Discord's own notices
 * @param content as Discord gave it to us, which is nothing where it hides it
 * @param hidden whether Discord may have hidden the content
 * @param botId our own user id, as mentions spell it
 * @param mentionsOthers whether people or roles other than us are called
 * @param reply the message it answers, if any
 */
record Heard(
        boolean byPerson,
        String content,
        boolean hidden,
        String botId,
        boolean mentionsOthers,
        @Nullable ReplyTo reply,
        Where where) {

    /** Where a message was written. */
    enum Where {
        OWN_THREAD,
        OTHER_THREAD,
        CHANNEL
    }

    /**
     * The message that is answered.
     *
     * @param ours whether we wrote it
     * @param result the request whose pictures it shows
     */
    record ReplyTo(boolean ours, boolean byAuthor, @Nullable String result) {}

    /** What is asked for, without the mention that only says whom. */
    String instruction() {
        return mention().matcher(content).replaceAll(" ").strip();
    }

    boolean addressed() {
        return mention().matcher(content).find() || (reply != null && reply.ours());
    }

    /** Whether it speaks to someone else and not to us. */
    boolean aside() {
        boolean toAnother = reply != null && !reply.ours() && !reply.byAuthor();
        return !addressed() && (mentionsOthers || toAnother);
    }

    private Pattern mention() {
        return Pattern.compile("<@!?" + botId + ">");
    }
}
