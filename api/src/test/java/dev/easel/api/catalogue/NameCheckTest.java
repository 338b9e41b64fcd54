package dev.easel.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.catalogue.Catalogue.Entry;
import dev.easel.api.catalogue.NameCheck.Outcome;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.work.Provenance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameCheckTest {
    private static final Catalogue CATALOGUE =
            new Catalogue(
                    List.of(new Entry(List.of("dreamlike", "dreamlike.safetensors"))),
                    List.of(new Entry(List.of("DPM++ 2M")), new Entry(List.of("Euler a"))),
                    List.of(new Entry(List.of("Karras", "karras"))),
                    List.of(
                            new Entry(List.of("anime-style", "anime")),
                            new Entry(List.of("zz_v3"))));
    private static final Reading READ = new Reading(List.of(CATALOGUE), 0);

    @Test
    void takesEveryNameOfWhatIsInstalled() {
        for (var named :
                List.of(
                        named(Named.Kind.MODEL, "dreamlike.safetensors"),
                        named(Named.Kind.SAMPLER, "Euler a"),
                        named(Named.Kind.SCHEDULER, "karras"),
                        named(Named.Kind.LORA, "anime"))) {
            assertThat(check(READ, named)).isEqualTo(new Outcome.AllInstalled());
        }
    }

    @Test
    void namesTheNearestOfWhatIsMissing() {
        assertThat(sentence(named(Named.Kind.MODEL, "dreamlikes")))
                .isEqualTo("The model dreamlikes is not installed. Did you mean dreamlike?");
        assertThat(sentence(named(Named.Kind.SAMPLER, "zzz")))
                .contains("There are: DPM++ 2M, Euler a.");
        assertThat(check(READ, named(Named.Kind.SAMPLER, "euler A")))
                .isInstanceOf(Outcome.Missing.class);
    }

    @Test
    void saysWhoseSettingNamesWhatIsMissing() {
        assertThat(sentence(new Named(Named.Kind.MODEL, "dreamlikes", Provenance.GUILD)))
                .startsWith(
                        "The model dreamlikes, which the guild's settings name, is not installed.")
                .contains("Did you mean dreamlike?")
                .endsWith("Change that setting, or name another one in the request.");
        assertThat(sentence(new Named(Named.Kind.LORA, "gone", Provenance.USER)))
                .contains("which the user's settings name");
    }

    @Test
    void findsALoraByTheWordsOfItsCard() {
        var card =
                new LoraCard(
                        null,
                        "Ink Wash",
                        null,
                        List.of("墨絵"),
                        List.of(),
                        ModelFamily.SD1,
                        null,
                        null);
        var outcome =
                NameCheck.check(
                        List.of(named(Named.Kind.LORA, "墨絵")), READ, () -> Map.of("zz_v3", card));
        assertThat(outcome).isInstanceOf(Outcome.Missing.class);
        assertThat(((Outcome.Missing) outcome).sentence()).contains("Did you mean zz_v3?");
    }

    @Test
    void takesWhatAnyBackEndHas() {
        var empty = new Catalogue(List.of(), List.of(), List.of(), List.of());
        assertThat(
                        check(
                                new Reading(List.of(empty, CATALOGUE), 0),
                                named(Named.Kind.MODEL, "dreamlike")))
                .isEqualTo(new Outcome.AllInstalled());
    }

    @Test
    void knowsNothingOfABackEndThatCannotBeRead() {
        var unknown = named(Named.Kind.MODEL, "unknown");
        assertThat(check(new Reading(List.of(), 1), unknown)).isEqualTo(new Outcome.Unchecked());
        assertThat(check(new Reading(List.of(CATALOGUE), 1), unknown))
                .isEqualTo(new Outcome.Unchecked());
        assertThat(check(new Reading(List.of(CATALOGUE), 1), named(Named.Kind.MODEL, "dreamlike")))
                .isEqualTo(new Outcome.AllInstalled());
    }

    private static Outcome check(Reading reading, Named named) {
        return NameCheck.check(List.of(named), reading, Map::of);
    }

    private static String sentence(Named named) {
        return ((Outcome.Missing) check(READ, named)).sentence();
    }

    private static Named named(Named.Kind kind, String name) {
        return new Named(kind, name, Provenance.REQUEST);
    }
}
