package dev.easel.generator.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartingTest {
    @Test
    void saysThatThereIsNothingToStartFromIfTheImageIsMissing() {
        var starting = new Starting(Bases.previous(Bases.settings("a cat"), 7, List.of()));
        var failed = catchThrowableOfType(AttemptFailed.class, starting::image);
        assertThat(failed.why()).isEqualTo(ExitCode.SOURCE_NOT_FOUND);
        assertThat(failed).hasMessageContaining("no image 8");
    }
}
