package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An attempt that runs out of stack or memory ends like one with any other bug. */
@Execution(ExecutionMode.CONCURRENT)
class PipelineErrorsIT {
    static Stream<Error> errors() {
        return Stream.of(new StackOverflowError(), new OutOfMemoryError("Java heap space"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void reportsAnErrorOfItsOwnThreadAsABug(Error error) {
        try (var studio = new Studio(anOrder().instruction(null).prompt("a lighthouse"))) {
            var outcome = run(studio, error);

            assertThat(outcome.exit()).isEqualTo(ExitCode.BUG);
            assertThat(outcome.message()).contains(error.getClass().getSimpleName());
            assertThat(studio.api.failures()).hasSize(1);
            assertThat(studio.api.failures().getFirst().reason()).isEqualTo("InternalError");
            assertThat(studio.automatic1111.generations()).isZero();
        }
    }

    @Test
    void endsAsABugWhenTheClaimRunsIntoAnError() {
        try (var studio = new Studio(anOrder())) {
            studio.api.answerNext(503);

            assertThat(run(studio, new StackOverflowError()).exit()).isEqualTo(ExitCode.BUG);
        }
    }

    /** Every draw fails: of the wait before the next try, or of the seed. */
    private static Outcome run(Studio studio, Error error) {
        RandomGenerator failing =
                () -> {
                    throw error;
                };
        var config = GeneratorConfig.from(studio.environment());
        return new Pipeline(config, Studio.QUICK, failing, studio.cancellation).run();
    }
}
