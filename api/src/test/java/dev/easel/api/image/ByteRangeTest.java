package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.image.ByteRange.Part;
import dev.easel.api.image.ByteRange.Unsatisfiable;
import dev.easel.api.image.ByteRange.Whole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-, 0, 99",
        "bytes=10-19, 10, 19",
        "bytes=10-1000, 10, 99",
        "bytes=99-99, 99, 99",
        "bytes=-1, 99, 99",
        "bytes=-1000, 0, 99",
    })
    void findsThePartOfAHundredBytes(String header, long from, long to) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new Part(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void saysThatNothingOfItIsThere(String header) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=5-4",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "bytes=1",
                "lines=0-1",
                "bytes=99999999999999999999-"
            })
    void ignoresWhatItNeedNotUnderstand(String header) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new Whole());
    }
}
