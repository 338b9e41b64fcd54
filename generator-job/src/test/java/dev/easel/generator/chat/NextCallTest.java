package dev.easel.generator.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.generator.chat.Spoken.Finish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextCallTest {
    @ParameterizedTest(name = "{0} ends {1}, call {2}: {3}")
    @CsvSource({
        "nothing, LENGTH, 1, WithMoreRoom",
        "nothing, LENGTH, 2, GiveUp",
        "nothing, STOP, 1, Restated",
        "nothing, OTHER, 1, Restated",
        "nothing, NONE, 1, SameAgain",
        "nothing, STOP, 2, GiveUp",
        "good, STOP, 1, Take",
        "good, LENGTH, 1, Take",
        "good, NONE, 2, Take",
        "bad, LENGTH, 1, WithMoreRoom",
        "bad, LENGTH, 2, GiveUp",
        "bad, NONE, 1, SameAgain",
        "bad, STOP, 1, Repair",
        "bad, STOP, 2, GiveUp"
    })
    void decides(String said, Finish finish, int calls, String expected) {
        var answer = new Spoken.Said(text(said), finish, 0, 0, 0);
        var next = NextCall.after(answer, calls, NextCallTest::read);
        assertThat(next.getClass().getSimpleName()).isEqualTo(expected);
    }

    private static @Nullable String text(String said) {
        return said.equals("nothing") ? null : said;
    }

    private static Reading<String> read(String text) {
        return text.equals("good")
                ? new Reading.Usable<>(text)
                : new Reading.Unusable<>("not good");
    }
}
