package dev.easel.generator;

import java.util.UUID;

/** What became of the attempt. */
public sealed interface Outcome {
    ExitCode exit();

    String message();

    record Stored(UUID resultId) implements Outcome {
        @Override
        public ExitCode exit() {
            return ExitCode.STORED;
        }

        @Override
        public String message() {
            return "the result is stored";
        }
    }

    record Ended(ExitCode exit, String message) implements Outcome {}
}
