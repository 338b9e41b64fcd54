package dev.easel.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.conversation.Heard.ReplyTo;
import dev.easel.bot.conversation.Heard.Where;
import dev.easel.bot.conversation.Meaning.Ask;
import dev.easel.bot.conversation.Meaning.Called;
import dev.easel.bot.conversation.Meaning.Ignore;
import dev.easel.bot.conversation.Meaning.Refine;
import dev.easel.bot.conversation.Meaning.Unreadable;
import dev.easel.bot.conversation.Meaning.Wordless;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of message in every kind of place, with Discord hiding content and not. */
class MeaningTest {
    private static final Heard.Self ME = new Heard.Self("42", "43");
    private static final String UID = "6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f";
    private static final ReplyTo RESULT = new ReplyTo(true, false, UID);
    private static final ReplyTo NOTICE = new ReplyTo(true, false, null);
    private static final ReplyTo PERSON = new ReplyTo(false, false, null);
    private static final ReplyTo OWN = new ReplyTo(false, true, null);

    static Stream<Arguments> rows() {
        var own = Where.OWN_THREAD;
        var other = Where.OTHER_THREAD;
        var channel = Where.CHANNEL;
        return Stream.of(
                row("plain words in our thread", own, false, "brighter", null, refine(null)),
                row("hidden plain words", own, true, "", null, new Unreadable()),
                row("a mention in our thread", own, true, "<@42> brighter", null, refine(null)),
                row("a mention with a mark", own, true, "<@!42> brighter", null, refine(null)),
                row("a mention and no word", own, true, "<@42>", null, new Wordless()),
                row("a reply to a result", own, false, "brighter", RESULT, refine(UID)),
                row("a reply that pings, hidden", own, true, "brighter", RESULT, refine(UID)),
                row("a reply without ping, hidden", own, true, "", RESULT, new Unreadable()),
                row("a reply to a card", own, false, "brighter", NOTICE, refine(null)),
                row("a reply to an answer, hidden", own, true, "", NOTICE, new Unreadable()),
                row("a reply with only a picture", own, false, "", RESULT, new Wordless()),
                row("only a picture", own, false, "", null, new Ignore()),
                row("a reply to a person", own, false, "nice!", PERSON, new Ignore()),
                row("a reply to a person, hidden", own, true, "", PERSON, new Ignore()),
                row("a person and us", own, false, "<@42> brighter", PERSON, refine(null)),
                row("a reply to one's own words", own, false, "brighter", OWN, refine(null)),
                row("words between people", own, false, "// brighter", null, new Ignore()),
                row("words aside to us", own, false, "<@42> // later", null, new Ignore()),
                row("words in a strange thread", other, false, "hello", null, new Ignore()),
                row("hidden in a strange thread", other, true, "", null, new Ignore()),
                row("a call there", other, true, "<@42> help", null, called("help")),
                row("a call by our role", other, false, "<@&43> help", null, called("help")),
                row("a bare call there", other, false, "<@42>", null, new Called(new Wordless())),
                row("a reply there", other, false, "brighter", NOTICE, called("brighter")),
                row("our result there", other, true, "brighter", RESULT, refine(UID)),
                row("our role in our thread", own, false, "<@&43> brighter", null, refine(null)),
                row(
                        "our role in a channel",
                        channel,
                        false,
                        "<@&43> a cat",
                        null,
                        new Ask("a cat")),
                row("words in a channel", channel, false, "hello", null, new Ignore()),
                row("hidden in a channel", channel, true, "", null, new Ignore()),
                row("a call in a channel", channel, true, "<@42> a cat", null, new Ask("a cat")),
                row("a bare call in a channel", channel, true, "<@42> ", null, new Wordless()),
                row("a result in a channel", channel, true, "brighter", RESULT, refine(UID)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void means(String name, Heard heard, Meaning meaning) {
        assertThat(Meaning.of(heard, "//")).as(name).isEqualTo(meaning);
    }

    @Test
    void ignoresBotsAndMentionsOfOthers() {
        var bot = new Heard(false, "brighter", false, ME, false, false, null, Where.OWN_THREAD);
        var aside = new Heard(true, "<@7> look", false, ME, false, true, null, Where.OWN_THREAD);
        var both =
                new Heard(true, "<@7> <@42> look", false, ME, false, true, null, Where.OWN_THREAD);

        assertThat(Meaning.of(bot, "//")).isEqualTo(new Ignore());
        assertThat(Meaning.of(aside, "//")).isEqualTo(new Ignore());
        assertThat(Meaning.of(both, "//")).isEqualTo(new Refine("<@7>   look", null));
    }

    @Test
    void hearsEveryWordWithoutAPrefix() {
        var heard = new Heard(true, "// brighter", false, ME, false, false, null, Where.OWN_THREAD);

        assertThat(Meaning.of(heard, "")).isEqualTo(new Refine("// brighter", null));
    }

    @Test
    void saysHowToBeHeardWhereOnlyTheListOfMentionsNamesIt() {
        var hidden = new Heard(true, "", true, ME, true, false, null, Where.CHANNEL);
        var elsewhere = new Heard(true, "", true, ME, true, false, null, Where.OTHER_THREAD);

        assertThat(Meaning.of(hidden, "//")).isEqualTo(new Unreadable());
        assertThat(Meaning.of(elsewhere, "//")).isEqualTo(new Called(new Unreadable()));
    }

    private static Arguments row(
            String name,
            Where where,
            boolean hidden,
            String content,
            @Nullable ReplyTo reply,
            Meaning meaning) {
        var heard = new Heard(true, content, hidden, ME, false, false, reply, where);
        return Arguments.of(name, heard, meaning);
    }

    private static Called called(String instruction) {
        return new Called(new Refine(instruction, null));
    }

    private static Refine refine(@Nullable String source) {
        return new Refine("brighter", source);
    }
}
