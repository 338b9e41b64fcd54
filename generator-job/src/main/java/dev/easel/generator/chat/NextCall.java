package dev.easel.generator.chat;

import dev.easel.generator.chat.Spoken.Finish;
import java.util.function.Function;

/** What to do with what the language model said; decided without any call. */
sealed interface NextCall<T> {
    /** The question, and one more try. */
    int CALLS_MAX = 2;

    record Take<T>(T value) implements NextCall<T> {}

    /** More room, and less thinking: all tokens went before the answer began. */
    record WithMoreRoom<T>() implements NextCall<T> {}

    /** The same question with the schema in front of it once more. */
    record Restated<T>() implements NextCall<T> {}

    record SameAgain<T>() implements NextCall<T> {}

    /** Shows the model its own answer and what is wrong with it. */
    record Repair<T>(String complaint, String bad) implements NextCall<T> {}

    record GiveUp<T>() implements NextCall<T> {}

    /**
     * @param calls made so far, this one included
     */
    static <T> NextCall<T> after(Spoken.Said said, int calls, Function<String, Reading<T>> read) {
        var last = calls >= CALLS_MAX;
        var text = said.text();
        if (text == null || text.isBlank()) {
            if (last) {
                return new GiveUp<>();
            }
            return switch (said.finish()) {
                case LENGTH -> new WithMoreRoom<>();
                case STOP, OTHER -> new Restated<>();
                case NONE -> new SameAgain<>();
            };
        }
        return switch (read.apply(text)) {
            case Reading.Usable<T>(var value) -> new Take<>(value);
            case Reading.Unusable<T> _ when last -> new GiveUp<>();
            case Reading.Unusable<T> _ when said.finish() == Finish.LENGTH -> new WithMoreRoom<>();
            case Reading.Unusable<T> _ when said.finish() == Finish.NONE -> new SameAgain<>();
            case Reading.Unusable<T>(var complaint) -> new Repair<>(complaint, text);
        };
    }
}
