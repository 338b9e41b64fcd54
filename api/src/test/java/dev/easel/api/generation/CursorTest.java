package dev.easel.api.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void isReadBackAsItWasWritten() {
        var cursor = new Cursor(Instant.parse("2026-01-31T12:34:56.789123Z"), UUID.randomUUID());
        assertThat(Cursor.parse(cursor.text())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "%%%",
                "1",
                "1.not-a-uuid",
                "-1.7f2c1f80-0000-4000-8000-000000000001",
                "99999999999999999999.7f2c1f80-0000-4000-8000-000000000001",
                "1.7f2c1f80-0000-4000-8000-000000000001; DROP TABLE claim",
            })
    void isNothingElse(String text) {
        var encoded = Base64.getUrlEncoder().encodeToString(text.getBytes());
        assertThat(Cursor.parse(text)).isEmpty();
        assertThat(Cursor.parse(encoded)).isEmpty();
        assertThat(Cursor.parse("A".repeat(5000))).isEmpty();
    }
}
