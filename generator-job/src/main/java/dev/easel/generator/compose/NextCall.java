package dev.easel.generator.compose;

import dev.easel.generator.compose.Spoken.Finish;

/** What to do with what the language model said; decided without any call. */
sealed interface NextCall {
    int CALLS_MAX = 3;

    record Take(Composition composition) implements NextCall {}

    /** More room, and less thinking: all tokens went before the answer began. */
    record WithMoreRoom() implements NextCall {}

    /** The same question with the schema in front of it once more. */
    record Restated() implements NextCall {}

    record SameAgain() implements NextCall {}

    /** Shows the model its own answer and what is wrong with it. */
    record Repair(String complaint, String bad) implements NextCall {}

    record GiveUp() implements NextCall {}

    /**
     * @param calls made so far, this one included
     * @param roomGiven whether it was given more room already
     * @param repaired whether it was shown a bad answer already
     */
    static NextCall after(Spoken.Said said, int calls, boolean roomGiven, boolean repaired) {
        var last = calls >= CALLS_MAX;
        var text = said.text();
        if (text == null || text.isBlank()) {
            if (last) {
                return new GiveUp();
            }
            return switch (said.finish()) {
                case LENGTH -> roomGiven ? new GiveUp() : new WithMoreRoom();
                case STOP, OTHER -> new Restated();
                case NONE -> new SameAgain();
            };
        }
        return switch (Answer.read(text)) {
            case Answer.Usable(var composition) -> new Take(composition);
            case Answer.Unusable _ when last -> new GiveUp();
            case Answer.Unusable _ when said.finish() == Finish.LENGTH && !roomGiven ->
                    new WithMoreRoom();
            case Answer.Unusable _ when said.finish() == Finish.NONE && calls == 1 ->
                    new SameAgain();
            case Answer.Unusable(var complaint) ->
                    repaired ? new GiveUp() : new Repair(complaint, text);
        };
    }
}
