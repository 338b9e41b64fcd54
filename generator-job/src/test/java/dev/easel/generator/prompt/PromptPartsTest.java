package dev.easel.generator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.generator.prompt.PromptParts.Edits;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptPartsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a cat, sofa | a cat;sofa",
                "(a, b:1.2), [c, d], {e, f} | (a, b:1.2);[c, d];{e, f}",
                "a, \\(b, c\\), d | a;\\(b;c\\);d",
                "a <3, b (c, d | a <3;b (c;d",
                "(Mt. Fuji, snow:1.2), lake | (Mt. Fuji, snow:1.2);lake",
                "(a cat. sits on a mat, tail:1.2), dog | (a cat. sits on a mat, tail:1.2);dog",
                "(a cat. sits, b | (a cat.;sits;b",
                "a, <lora:x:0.5>, b | a;<lora:x:0.5>;b",
                "a, b BREAK c, d | a;b;c;d",
                "BREAKFAST, a | BREAKFAST;a",
                "A cat sits on the mat. It is very happy today. masterpiece, 8k |"
                        + " A cat sits on the mat.;It is very happy today.;masterpiece;8k",
                "a cat, cute. | a cat;cute.",
                "猫、夜の街，雨 | 猫;夜の街;雨",
                "猫が座っている。夜の街だ。 | 猫が座っている。;夜の街だ。",
                "v1.5 style, f/2.8 lens | v1.5 style;f/2.8 lens"
            })
    void endPartsWhereTheyEnd(String prompt, String parts) {
        assertThat(String.join(";", PromptParts.of(prompt).texts())).isEqualTo(parts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                " a ,, b,\n\nc . ",
                "a BREAK BREAK b",
                "((a, b), c",
                "A cat. , B dog.\tC",
                "a,b,  c\\, d, (e",
                "夜の街。  雨が降っている。ネオン、"
            })
    void holdEveryByte(String prompt) {
        assertThat(PromptParts.of(prompt).text()).isEqualTo(prompt);
    }

    @Test
    void holdEveryByteOfWhateverSomebodyWrites() {
        var random = new Random(7);
        var pieces =
                List.of("a", " ", ",", ". ", "(", ")", "[", "]", "\\", "BREAK", "\n", "。", "<");
        for (var i = 0; i < 5000; i++) {
            var prompt = new StringBuilder();
            for (var j = random.nextInt(24); j > 0; j--) {
                prompt.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertThat(PromptParts.of(prompt.toString()).text()).isEqualTo(prompt.toString());
        }
    }

    @Test
    @Timeout(2)
    void compareQuicklyHoweverManyBracketsThereAre() {
        var deep = "(".repeat(2000) + ")".repeat(1999) + "x";
        assertThat(PromptParts.plain(deep)).isEqualTo(deep);
    }

    private static String edited(String prompt, Edits edits) {
        return PromptParts.of(prompt).with(edits).text();
    }

    @Test
    void keepEverySeparatorOfWhatStays() {
        var prompt = "a ,  b,c\n, d ";
        assertThat(edited(prompt, new Edits(Set.of(), Map.of(1, "B"), Map.of())))
                .isEqualTo("a ,  B,c\n, d ");
        assertThat(edited(prompt, new Edits(Set.of(0), Map.of(), Map.of()))).isEqualTo("b,c\n, d ");
        assertThat(edited(prompt, new Edits(Set.of(3), Map.of(), Map.of()))).isEqualTo("a ,  b,c ");
    }

    @Test
    void takeNewPartsWhereTheyBelong() {
        var added = Map.of(-1, List.of("first"), 0, List.of("x", "y"), 2, List.of("last"));
        assertThat(edited("a, b, c.", new Edits(Set.of(), Map.of(), added)))
                .startsWith("first, a, x, y, b, c. last");
        assertThat(PromptParts.of("").plus("a").text()).isEqualTo("a");
    }

    @Test
    void keepABreakBetweenChunks() {
        var prompt = "a, b BREAK c, d";
        assertThat(edited(prompt, new Edits(Set.of(1), Map.of(), Map.of())))
                .isEqualTo("a BREAK c, d");
        assertThat(edited(prompt, new Edits(Set.of(2), Map.of(), Map.of())))
                .isEqualTo("a, b BREAK d");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "Red  Kimono, red kimono",
        "(red kimono:1.2), red kimono",
        "'[[red_kimono]]', red kimono",
        "red kimono., red kimono"
    })
    void areTheSameWhateverTheirCaseWeightAndSpacing(String one, String other) {
        assertThat(PromptParts.plain(one)).isEqualTo(PromptParts.plain(other));
    }
}
