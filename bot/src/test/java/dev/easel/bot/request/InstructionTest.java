package dev.easel.bot.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.text.Texts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstructionTest {
    @Test
    void takesUpTo2000CharactersAndStripsTheSpaceAround() {
        assertThat(check("  a cat \u0007", null, null, null))
                .isEqualTo(
                        new Instruction.Checked.Good(
                                new Instruction("a cat", Instruction.Wishes.NONE)));
        assertThat(check("🎨".repeat(2000), 8L, 4_294_967_295L, "ink"))
                .isInstanceOf(Instruction.Checked.Good.class);
    }

    @Test
    void namesTheBoundThatIsBroken() {
        assertBad(check("\u3000 \n", null, null, null), "1 to 2000 characters");
        assertBad(check("x".repeat(2001), null, null, null), "2001 characters; at most 2000");
        assertBad(check("a", 9L, null, null), "between 1 and 8; you asked for 9");
        assertBad(check("a", null, -2L, null), "between -1 and 4294967295; you gave -2");
        assertBad(check("a", null, null, "x".repeat(254)), "at most 253 characters");
    }

    @Test
    void refusesMorePixelsThanOneRequestMayDrawAndSaysHowManyPicturesFit() {
        var typed = new Instruction.Typed(4L, null, null, "2048x2048");

        assertBad(Instruction.check("a", typed, Texts.ENGLISH), "at most 2");
        var two = new Instruction.Typed(2L, null, null, "2048x2048");
        assertThat(Instruction.check("a", two, Texts.ENGLISH))
                .isInstanceOf(Instruction.Checked.Good.class);
    }

    private static void assertBad(Instruction.Checked checked, String words) {
        assertThat(checked)
                .isInstanceOfSatisfying(
                        Instruction.Checked.Bad.class,
                        bad -> assertThat(bad.explanation()).contains(words));
    }

    private static Instruction.Checked check(
            String text, @Nullable Long count, @Nullable Long seed, @Nullable String model) {
        var typed = new Instruction.Typed(count, seed, model, null);
        return Instruction.check(text, typed, Texts.ENGLISH);
    }
}
