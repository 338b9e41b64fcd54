package dev.easel.bot.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.FieldRule;
import dev.easel.protocol.client.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextTest {
    private static final String DETAIL = "an English sentence for programmers";

    @Test
    void namesTheWrongNameItsNearestAndTheTraceId() {
        var params = Map.of("kind", "sampler", "name", "Euler b", "nearest", "Euler\nEuler a");
        var problem =
                new Problem("", DETAIL, Reason.SAMPLER_NOT_FOUND.word(), "sampler", "ab12", params);

        assertThat(ProblemText.of(problem, Texts.JAPANESE))
                .isEqualTo(
                        "⚠️ サンプラー `Euler b` はインストールされていません。\n近い名前：`Euler`、`Euler a`\n-# ID：`ab12`");
    }

    @Test
    void namesTheBounds() {
        var params = Map.of("bound_min", "1", "bound_max", "150", "places", "0", "value", "900");
        var problem =
                new Problem(
                        "", DETAIL, FieldRule.OUT_OF_RANGE.word(), "default_steps", null, params);

        assertThat(ProblemText.of(problem, Texts.ENGLISH))
                .contains("Steps must be a whole number from 1 to 150");
        assertThat(ProblemText.of(problem, Texts.JAPANESE)).contains("ステップ数に指定できるのは 1〜150 の整数");
    }

    @ParameterizedTest
    @EnumSource(FieldRule.class)
    void neverShowsTheTechnicalSentenceOfARule(FieldRule rule) {
        check(rule.word());
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void neverShowsTheTechnicalSentenceOfAReason(Reason reason) {
        check(reason.word());
    }

    private static void check(String code) {
        var problem = new Problem("", DETAIL, code, "default_lora[0].weight", null, Map.of());
        var japanese = ProblemText.of(problem, Texts.JAPANESE);

        assertThat(japanese).startsWith("⚠️ ").contains("\n").doesNotContain(DETAIL, "{");
        assertThat(ProblemText.of(problem, Texts.ENGLISH))
                .isNotEqualTo(japanese)
                .doesNotContain(DETAIL, "{");
    }
}
