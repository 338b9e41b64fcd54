package dev.easel.generator.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InfotextTest {
    private static final String TEXT =
            """
            a city, Steps: not these, <lora:a:1>
            Negative prompt: blurry, x: y
            Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.0, Seed: 123, \
            Size: 832x1216, Model: stem, Lora hashes: "a: 0123456789ab, b c: ba9876543210", \
            Version: v1.10.1\
            """;

    private static final Map<String, String> PARAMETERS = parameters();

    private static Map<String, String> parameters() {
        var all = new LinkedHashMap<String, String>();
        all.put("Steps", "1");
        all.put("Sampler", "Euler");
        all.put("Seed", "2");
        return all;
    }

    @Test
    void readsTheLastLine() {
        var infotext = Infotext.parse(TEXT);
        assertThat(infotext.value("Steps")).hasValue("28");
        assertThat(infotext.value("Sampler")).hasValue("DPM++ 2M");
        assertThat(infotext.value("Schedule type")).hasValue("Karras");
        assertThat(infotext.value("Version")).hasValue("v1.10.1");
        assertThat(infotext.value("x")).isEmpty();
    }

    @Test
    void namesTheLorasThatWereLoaded() {
        assertThat(Infotext.parse(TEXT).loras()).containsExactlyInAnyOrder("a", "b c");
    }

    @Test
    void readsThePrompts() {
        assertThat(Infotext.parse(TEXT).prompt()).isEqualTo("a city, Steps: not these, <lora:a:1>");
        assertThat(Infotext.parse(TEXT).negativePrompt()).isEqualTo("blurry, x: y");
    }

    @Test
    void writesWhatItRead() {
        assertThat(Infotext.parse(TEXT).text()).isEqualTo(TEXT);
    }

    @Test
    void altersAPromptLineThatReadersWouldTakeForTheNegativePrompt() {
        var text = new Infotext("a\nNegative prompt: b", "c", PARAMETERS).text();
        var again = Infotext.parse(text);
        assertThat(again.prompt()).isEqualTo("a\nNegative prompt - b");
        assertThat(again.negativePrompt()).isEqualTo("c");
    }

    @Test
    void leavesOutAnEmptyNegativePrompt() {
        assertThat(new Infotext("a", " ", PARAMETERS).text())
                .isEqualTo("a\nSteps: 1, Sampler: Euler, Seed: 2");
    }

    /** Some 2,000 texts of the characters that mean something in an infotext. */
    @Test
    void readsAgainWhatItWroteWhateverThatWas() {
        var random = new Random(42);
        for (var i = 0; i < 2000; i++) {
            var prompt = anyPrompt(random);
            var negative = anyPrompt(random);
            var parameters = new LinkedHashMap<>(PARAMETERS);
            parameters.put("Model", any(random, 12).replace("\n", " ").strip());
            parameters.put("Lora hashes", "a: 0123456789ab, " + any(random, 8).strip());
            var text = new Infotext(prompt, negative, parameters).text();

            var again = Infotext.parse(text);
            assertThat(again.prompt()).as(text).isEqualTo(prompt);
            assertThat(again.negativePrompt()).as(text).isEqualTo(negative);
            assertThat(again.parameters()).as(text).isEqualTo(parameters);
        }
    }

    /** Lines as every reader leaves them: without space at their ends and not the marker. */
    private static String anyPrompt(Random random) {
        var lines = any(random, 30).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        return String.join("\n", lines);
    }

    private static String any(Random random, int length) {
        var alphabet = "aZ9 ,:\"\\\n<>()[]{}-_/.夕景🙂é;=%#";
        var points = alphabet.codePoints().toArray();
        var text = new StringBuilder();
        for (var i = random.nextInt(length); i >= 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    /** Extensions write whole prompts into a value. */
    @Test
    void readsAQuotedValueOfAnyLength() {
        for (var value : List.of("word, ".repeat(10_000) + "end", "\"".repeat(30_000) + ",")) {
            var parameters = new LinkedHashMap<>(PARAMETERS);
            parameters.put("ADetailer prompt", value);
            parameters.put("Version", "v1.10.1");

            var again = Infotext.parse(new Infotext("a", "b", parameters).text());

            assertThat(again.parameters()).isEqualTo(parameters);
        }
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(Infotext.parse("").parameters()).isEmpty();
        assertThat(Infotext.parse("just a prompt").loras()).isEmpty();
    }
}
