package dev.easel.bot.conversation;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as far as its meaning depends on it.
 *
 * @param byPerson false for bots, webhooks and Discord's own notices
 * @param content as Discord gave it to us, which is nothing where it hides it
 * @param hidden whether Discord may have hidden the content
 * @param self what mentions of us spell
 * @param called whether Discord lists us among those mentioned, which it does for hidden content
 *     too
 * @param mentionsOthers whether people or roles other than us are called
 * @param reply the message it answers, if any
 */
record Heard(
        boolean byPerson,
        String content,
        boolean hidden,
        Self self,
        boolean called,
        boolean mentionsOthers,
        @Nullable ReplyTo reply,
        Where where) {

    /** Where a message was written. */
    enum Where {
        /** A thread that we opened: whoever writes there speaks to us. */
        OWN_THREAD,
        OTHER_THREAD,
        CHANNEL
    }

    /**
     * Our ids.
     *
     * @param roleId of the role that Discord made for us when we were invited, if we have one;
     *     clients offer it beside our name, and people take it for us
     */
    record Self(String userId, @Nullable String roleId) {
        private Pattern mention() {
            return Pattern.compile(
                    "<@!?" + userId + ">" + (roleId == null ? "" : "|<@&" + roleId + ">"));
        }

        /** The words without the mention, which only says whom they are for. */
        String without(String text) {
            return mention().matcher(text).replaceAll(" ").strip();
        }

        boolean isIn(String text) {
            return mention().matcher(text).find();
        }
    }

    /**
     * The message that is answered.
     *
     * @param ours whether we wrote it
     * @param result the request whose pictures it shows
     */
    record ReplyTo(boolean ours, boolean byAuthor, @Nullable String result) {}

    /** What is asked for. */
    String instruction() {
        return self.without(content);
    }

    boolean addressed() {
        return called || self.isIn(content) || (reply != null && reply.ours());
    }

    /** Whether it speaks to someone else and not to us. */
    boolean aside() {
        boolean toAnother = reply != null && !reply.ours() && !reply.byAuthor();
        return !addressed() && (mentionsOthers || toAnother);
    }
}
