package dev.easel.bot.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserTextTest {
    @Test
    void disarmsMarkdownMentionsAndLineBreaks() {
        assertThat(UserText.escape("**a** `b`\n@everyone <@1>"))
                .isEqualTo("\\*\\*a\\*\\* \\`b\\` @\u200beveryone \\<@\u200b1\\>");
    }

    @Test
    void keepsACodeBlockClosedWhateverIsInIt() {
        assertThat(UserText.codeBlock("a```b")).isEqualTo("```\naˋˋˋb\n```");
    }

    @Test
    void namesAThreadAfterTheInstruction() {
        assertThat(UserText.threadName("<@123> draw\n**a   cat**", "x")).isEqualTo("draw a cat");
        assertThat(UserText.threadName("<@123> ", "新しい画像")).isEqualTo("新しい画像");
        assertThat(UserText.threadName("あ".repeat(200), "x")).hasSize(60).endsWith("…");
    }

    @Test
    void cutsByCharactersAndByBytesAndNeverThroughACharacter() {
        assertThat(UserText.cut("abc", 3)).isEqualTo("abc");
        assertThat(UserText.cut("abcd", 3)).isEqualTo("ab…");
        assertThat(UserText.cut("🎨🎨🎨", 4)).isEqualTo("🎨…");
        assertThat(UserText.bytes(UserText.cut("あ".repeat(100), 100, 50))).isLessThanOrEqualTo(50);
        assertThat(UserText.cut("あい", 0, 0)).isEmpty();
    }
}
