package dev.easel.generator.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.generator.compose.Spoken.Finish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextCallTest {
    private static final String GOOD = "{\"prompt\":\"a cat\"}";

    @ParameterizedTest(name = "{0} ends {1}, call {2}, more room {3}, repaired {4}: {5}")
    @CsvSource({
        "nothing, LENGTH, 1, false, false, WithMoreRoom",
        "nothing, LENGTH, 2, true, false, GiveUp",
        "nothing, STOP, 1, false, false, Restated",
        "nothing, OTHER, 1, false, false, Restated",
        "nothing, NONE, 1, false, false, SameAgain",
        "nothing, STOP, 3, false, false, GiveUp",
        "good, STOP, 1, false, false, Take",
        "good, LENGTH, 1, false, false, Take",
        "good, NONE, 3, false, false, Take",
        "cut, LENGTH, 1, false, false, WithMoreRoom",
        "cut, LENGTH, 2, true, false, Repair",
        "cut, NONE, 1, false, false, SameAgain",
        "cut, NONE, 2, false, false, Repair",
        "prose, STOP, 1, false, false, Repair",
        "prose, STOP, 2, false, true, GiveUp",
        "prose, STOP, 3, false, false, GiveUp"
    })
    void decides(
            String said,
            Finish finish,
            int calls,
            boolean room,
            boolean repaired,
            String expected) {
        var answer = new Spoken.Said(text(said), finish, 0, 0, 0);
        var next = NextCall.after(answer, calls, room, repaired);
        assertThat(next.getClass().getSimpleName()).isEqualTo(expected);
    }

    private static @Nullable String text(String said) {
        return switch (said) {
            case "nothing" -> null;
            case "good" -> GOOD;
            case "cut" -> GOOD.substring(0, 14);
            default -> "I would paint a cat.";
        };
    }
}
