package dev.easel.api.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.catalogue.LoraCard;
import dev.easel.api.lora.LoraRanking.About;
import dev.easel.api.lora.LoraRanking.Candidate;
import dev.easel.protocol.ModelFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoraRankingTest {
    private static final List<Candidate> LORAS =
            List.of(
                    lora("aaa", null, ModelFamily.SD1),
                    lora("film-grain-xl", "35mm film", ModelFamily.SDXL, "film grain"),
                    lora("neon-city", "夜の街のネオン、サイバーパンク", ModelFamily.SD1, "glowing signs"),
                    lora("ukiyo-e", "木版画の浮世絵", ModelFamily.SD1, "woodblock print", "浮世絵"),
                    lora("zzz", null, ModelFamily.SD1));

    @Test
    void putsWhatTheInstructionSpeaksOfFirst() {
        assertThat(best("a woodblock print of a fox", Set.of())).first().isEqualTo("ukiyo-e");
        assertThat(best("a city in neon light", Set.of())).first().isEqualTo("neon-city");
        assertThat(best("FILM ＧＲＡＩＮ portrait", Set.of())).first().isEqualTo("film-grain-xl");
    }

    @Test
    void readsJapaneseWithoutSpaces() {
        assertThat(best("浮世絵の富士山", Set.of())).first().isEqualTo("ukiyo-e");
        assertThat(best("サイバーパンクな女性", Set.of())).first().isEqualTo("neon-city");
        assertThat(best("静かなのでした", Set.of())).first().isEqualTo("aaa");
    }

    @Test
    void neverLeavesOutWhatIsNamed() {
        var best =
                LoraRanking.best(
                        LORAS, new About("浮世絵", Set.of("zzz"), ModelFamily.UNKNOWN, Map.of()), 2);
        assertThat(best).extracting(Candidate::name).containsExactly("zzz", "ukiyo-e");
    }

    @Test
    void takesWhatFitsTheModelBeforeWhatDoesNot() {
        var best =
                LoraRanking.best(
                        LORAS,
                        new About("woodblock print", Set.of(), ModelFamily.PONY, Map.of()),
                        2);
        assertThat(best).extracting(Candidate::name).containsExactly("film-grain-xl", "ukiyo-e");
    }

    @Test
    void fallsBackOnWhatWasUsedLately() {
        var about = new About("a fox", Set.of(), ModelFamily.UNKNOWN, Map.of("zzz", 3, "aaa", 1));
        assertThat(LoraRanking.best(LORAS, about, 3))
                .extracting(Candidate::name)
                .containsExactly("zzz", "aaa", "film-grain-xl");
    }

    @Test
    void keepsToTheLimit() {
        var many = new ArrayList<Candidate>();
        for (int i = 0; i < 5000; i++) {
            many.add(lora("lora-" + i, null, ModelFamily.SD1));
        }
        var about = new About("lora-4999", Set.of(), ModelFamily.UNKNOWN, Map.of());
        assertThat(LoraRanking.best(many, about, 100)).hasSize(100);
        assertThat(LoraRanking.best(many, about, 100).get(0).name()).isEqualTo("lora-4999");
    }

    private static List<String> best(String instruction, Set<String> named) {
        var about = new About(instruction, named, ModelFamily.UNKNOWN, Map.of());
        return LoraRanking.best(LORAS, about, 5).stream().map(Candidate::name).toList();
    }

    private static Candidate lora(
            String name, @Nullable String description, ModelFamily family, String... triggers) {
        return new Candidate(
                name,
                new LoraCard(
                        null, null, description, List.of(), List.of(triggers), family, null, null));
    }
}
