package dev.easel.generator.research;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclinedTest {
    @ParameterizedTest(name = "{0} leaves {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "夕景の猫、リサーチなし | 夕景の猫",
                "夕景の猫、リサーチなしで、明るく | 夕景の猫、明るく",
                "夕景の猫（リサーチしない） | 夕景の猫",
                "調べないで夕景の猫を描いて | 夕景の猫を描いて",
                "調べないでください。夕景の猫 | 夕景の猫",
                "夕景の猫、すぐに生成して | 夕景の猫",
                "夕景の猫 すぐに生成してください | 夕景の猫",
                "夕景の猫、Web検索なし | 夕景の猫",
                "a red fox, no research | a red fox",
                "a red fox. No research please | a red fox.",
                "a red fox without research, at night | a red fox, at night",
                "A red fox. Don't search. | A red fox.",
                "don’t research it, a red fox | a red fox",
                "a red fox; do not search the web | a red fox",
                "please skip the research, a red fox | a red fox",
                "a red fox, skip web search | a red fox",
                "a red fox, don't look anything up | a red fox",
                "a red fox, generate immediately | a red fox"
            })
    void takesThePhraseOutOfTheInstruction(String instruction, String rest) {
        assertThat(Declined.of(instruction)).isEqualTo(new Declined(true, rest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a scientist without research equipment",
                "the research station, no researchers in sight",
                "a sign that says do not search here",
                "a rescue team that goes on with the search",
                "リサーチする探偵",
                "調べものをする学生",
                "a red  fox ,  with odd   spaces "
            })
    void leavesAnInstructionAloneThatMeansThePicture(String instruction) {
        assertThat(Declined.of(instruction)).isEqualTo(new Declined(false, instruction));
    }

    @Test
    void keepsAnInstructionThatIsNothingElse() {
        assertThat(Declined.of("すぐに生成")).isEqualTo(new Declined(true, "すぐに生成"));
        assertThat(Declined.of(null)).isEqualTo(new Declined(false, null));
    }
}
