package dev.easel.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class DescriptionTest {
    @Test
    void hasOnlySchemasThatCanBeRead() {
        var schemas = Description.get().schemaNames();
        assertThat(schemas).isNotEmpty();
        for (var name : schemas) {
            assertThatCode(() -> Description.get().matches(name, "{}")).doesNotThrowAnyException();
        }
    }

    @Test
    void tellsAnAnswerThatIsNotDescribedFromOneThatIs() {
        assertThat(Description.get().matches("Health", "{\"status\": \"ok\"}")).isFalse();
        assertThat(
                        Description.get()
                                .matches(
                                        "Health",
                                        "{\"status\": \"ok\","
                                                + " \"timestamp\": \"2026-01-31T12:00:00Z\"}"))
                .isTrue();
    }
}
