package dev.easel.api.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.api.http.ApiProblem;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.ResultReport;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultRulesTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final String DERIVATION =
            """
            {"method": "image_to_image", "request_id": "7d1f3ad2-1c58-4b2e-9c3f-0d6a2f4b8e11",
             "image_index": 0, "sha256": "%s", "denoising_strength": 0.5}
            """
                    .formatted(SHA256);

    @Test
    void takesAResultWithEverythingItMayHave() throws IOException {
        var report = report();
        report.withObjectProperty("settings").set("derivation", json(DERIVATION));
        report.set(
                "refinement",
                json(
                        """
                        {"changed": [{"field": "prompt", "after": "smiling"}],
                         "kept": [{"field": "seed", "value": "42"}]}
                        """));
        report.set(
                "research",
                json(
                        """
                        {"outcome": "done", "summary": "s", "settings": {"steps": "30"},
                         "sources": [{"title": "t", "url": "https://example.org/a?b=c"}]}
                        """));
        assertThatCode(() -> ResultRules.check(read(report))).doesNotThrowAnyException();
    }

    @Test
    void takesPicturesThatAreLargerThanWhatWasDrawn() throws IOException {
        var report = report();
        ((ObjectNode) report.path("images").path(0)).put("width", 4096).put("height", 4096);
        assertThatCode(() -> ResultRules.check(read(report))).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "denoising_strength | 1.01",
                "denoising_strength | -0.01",
                "denoising_strength | null",
                "image_index        | 8",
                "sha256             | \"abc\"",
                "scale              | 8.5",
            })
    void refusesADerivationThatNothingCanBeMadeBy(String field, String value) throws IOException {
        var report = report();
        var derivation = json(DERIVATION);
        derivation.set(field, Json.mapper().readTree(value));
        report.withObjectProperty("settings").set("derivation", derivation);
        assertThat(refusal(report)).isEqualTo("settings.derivation." + field);
    }

    @ParameterizedTest
    @CsvSource({
        "javascript:alert(1)",
        "ftp://example.org/",
        "//example.org/",
        "https://exa mple.org/",
        "''"
    })
    void refusesASourceThatIsNoWebAddress(String url) throws IOException {
        var report = report();
        var research = json("{\"outcome\": \"done\", \"sources\": [{\"title\": \"t\"}]}");
        ((ObjectNode) research.path("sources").path(0)).put("url", url);
        report.set("research", research);
        assertThat(refusal(report)).isEqualTo("research.sources.url");
    }

    @Test
    void boundsListsAndTexts() throws IOException {
        var many = report();
        var change = "{\"field\": \"prompt\"}";
        many.set(
                "refinement",
                json("{\"changed\": [" + (change + ",").repeat(500) + change + "], \"kept\": []}"));
        assertThat(refusal(many)).isEqualTo("refinement");
        var lengthy = report();
        lengthy.set(
                "research",
                json("{\"outcome\": \"done\", \"summary\": \"" + "x".repeat(20_001) + "\"}"));
        assertThat(refusal(lengthy)).isEqualTo("research");
        var strange = report();
        strange.set("refinement", json("{\"changed\": [{\"field\": \"Not a field\"}]}"));
        assertThat(refusal(strange)).isEqualTo("refinement.changed.field");
        var pixels = report();
        ((ObjectNode) pixels.path("images").path(0)).put("pixelsSha256", "xyz");
        assertThat(refusal(pixels)).isEqualTo("images.pixelsSha256");
    }

    private static String refusal(ObjectNode report) throws IOException {
        var read = read(report);
        var problem = catchThrowableOfType(ApiProblem.class, () -> ResultRules.check(read));
        assertThat(problem.code()).isEqualTo("InvalidField");
        return Objects.requireNonNull(problem.field());
    }

    private static ObjectNode report() {
        return Json.mapper().valueToTree(GeneratorDouble.report(List.of(GeneratorDouble.png(1))));
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) Json.mapper().readTree(text);
    }

    private static ResultReport read(ObjectNode report) throws IOException {
        return Json.mapper().treeToValue(report, ResultReport.class);
    }
}
