package dev.easel.generator.compose;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.generator.TestingOrder;
import dev.easel.generator.chat.Reading;
import dev.easel.generator.refine.Bases;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Provenance;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsChoiceTest {
    private static final String WISHES =
            """
            {"prompt":"a city","negative_prompt":"fog","model":"v1-5","sampler":"Euler a",
             "scheduler":"Automatic","steps":33,"cfg_scale":5,"width":768,"height":512,
             "seed":99,"image_count":2,"loras":[{"name":"ukiyo-e","weight":0.6},
             {"name":"not-there","weight":1}]}\
            """;

    private static final LoraChoice LORAS = new LoraChoice(List.of(), TestingCatalogue.sample());

    private static SettingsChoice choose(TestingOrder order, String answer) {
        var composition = ((Reading.Usable<Composition>) Answer.read(answer)).value();
        return SettingsChoice.of(order.parameters(), List.of(), composition, LORAS, () -> 1234);
    }

    @Test
    void letsTheLanguageModelChangeWhatOnlyTheInstallationSaid() {
        var choice = choose(anOrder(), WISHES);
        assertThat(choice.settings())
                .isEqualTo(
                        new Settings(
                                "a city",
                                "fog",
                                "v1-5",
                                null,
                                List.of(new Lora("ukiyo-e", new BigDecimal("0.6"))),
                                33,
                                new BigDecimal("5.0"),
                                "Euler a",
                                "Automatic",
                                99,
                                768,
                                512,
                                2,
                                null));
        assertThat(choice.seedFree()).isFalse();
        assertThat(choice.notices()).hasSize(1);
    }

    @Test
    void keepsWhatAnybodyElseSaid() {
        var order =
                anOrder()
                        .model("sd_xl", Provenance.GUILD)
                        .sampler("DDIM", Provenance.USER)
                        .scheduler("karras", Provenance.REQUEST)
                        .steps(20, Provenance.PREVIOUS_GENERATION)
                        .images(8, Provenance.REQUEST)
                        .seed(5)
                        .loras(new Lora("neon-city", new BigDecimal("5")));
        var settings = choose(order, WISHES).settings();
        assertThat(settings.model()).isEqualTo("sd_xl");
        assertThat(settings.sampler()).isEqualTo("DDIM");
        assertThat(settings.scheduler()).isEqualTo("Karras");
        assertThat(settings.steps()).isEqualTo(20);
        assertThat(settings.imageCount()).isEqualTo(8);
        assertThat(settings.seed()).isEqualTo(5);
        assertThat(settings.loras()).containsExactly(new Lora("neon-city", new BigDecimal("2")));
    }

    @Test
    void lowersTheNumberThatNobodyFixedWhereTheWishesMakeTooManyPixels() {
        var answer = "{\"prompt\":\"x\",\"width\":2048,\"height\":2048,\"image_count\":8}";
        var open = choose(anOrder(), answer);
        assertThat(open.settings().width()).isEqualTo(2048);
        assertThat(open.settings().imageCount()).isEqualTo(2);
        assertThat(open.notices())
                .containsExactly(Notice.of(Kind.TOO_MANY_IMAGES, 8, "2048x2048", 2));
        var users = choose(anOrder().images(3, Provenance.USER), answer);
        assertThat(users.settings().imageCount()).isEqualTo(2);
    }

    @Test
    void passesOverSidesThatMakeTooManyPixelsOfTheNumberThatTheRequestFixed() {
        var answer = "{\"prompt\":\"x\",\"width\":2048,\"height\":2048}";
        var choice = choose(anOrder().images(8, Provenance.REQUEST), answer);
        assertThat(choice.settings().imageCount()).isEqualTo(8);
        assertThat(choice.settings().width()).isEqualTo(512);
        assertThat(choice.settings().height()).isEqualTo(512);
        assertThat(choice.notices())
                .containsExactly(Notice.of(Kind.CANVAS_TOO_LARGE, 8, "2048x2048", "512x512"));
    }

    @Test
    void takesTheBackEndsOwnModelAndUsualNamesWhenNobodySaidAnything() {
        var choice = choose(anOrder(), "{\"prompt\":\"a city\"}");
        var settings = choice.settings();
        assertThat(settings.model()).isEqualTo("sd_xl");
        assertThat(settings.sampler()).isEqualTo("DPM++ 2M");
        assertThat(settings.scheduler()).isEqualTo("Karras");
        assertThat(settings.seed()).isEqualTo(1234);
        assertThat(settings.negativePrompt()).isEqualTo("lowres, blurry");
        assertThat(choice.seedFree()).isTrue();
    }

    @Test
    void passesOverWishesForWhatIsNotThere() {
        var answer = "{\"prompt\":\"x\",\"model\":\"gone\",\"sampler\":\"gone\",\"width\":640}";
        var settings = choose(anOrder(), answer).settings();
        assertThat(settings.model()).isEqualTo("sd_xl");
        assertThat(settings.sampler()).isEqualTo("DPM++ 2M");
        assertThat(settings.width()).isEqualTo(512);
    }

    @Test
    void takesNamesWhateverTheirCase() {
        var answer = "{\"prompt\":\"x\",\"sampler\":\"EULER A\",\"scheduler\":\"automatic\"}";
        var settings = choose(anOrder(), answer).settings();
        assertThat(settings.sampler()).isEqualTo("Euler a");
        assertThat(settings.scheduler()).isEqualTo("Automatic");
    }

    @Test
    void choosesASeedForMinusOne() {
        assertThat(choose(anOrder().seed(-1), "{\"prompt\":\"x\"}").settings().seed())
                .isEqualTo(1234);
    }

    @Test
    void appendsTheSuffixOnce() {
        var settings = choose(anOrder().suffix("fog"), "{\"prompt\":\"a city, fog\"}").settings();
        assertThat(settings.prompt()).isEqualTo("a city, fog");
    }

    @Test
    void makesTagsOfAGivenPromptLoras() {
        var parameters = anOrder().prompt("a city <lora:neon:0.5>").parameters();
        var given = Composition.given(parameters);
        var settings = SettingsChoice.of(parameters, List.of(), given, LORAS, () -> 1).settings();
        assertThat(settings.prompt()).isEqualTo("a city");
        assertThat(settings.loras()).containsExactly(new Lora("neon-city", new BigDecimal("0.5")));
    }

    @Test
    void refusesANameThatSomebodyFixedAndNobodyInstalled() {
        var order = anOrder().model("sd_xll", Provenance.USER);
        assertThatThrownBy(() -> choose(order, "{\"prompt\":\"x\"}"))
                .isInstanceOfSatisfying(
                        AttemptFailed.class,
                        failed -> {
                            assertThat(failed.why()).isEqualTo(ExitCode.MODEL_NOT_FOUND);
                            assertThat(failed.text()).contains("nearest: sd_xl");
                        });
    }

    private static SettingsChoice on(String model, String answer, String... unwanted) {
        var composition = ((Reading.Usable<Composition>) Answer.read(answer)).value();
        return SettingsChoice.of(
                anOrder().model(model, Provenance.USER).suffix("Best  Quality").parameters(),
                List.of(unwanted),
                composition,
                new LoraChoice(List.of(Bases.loras()), Bases.catalogue()),
                () -> 1);
    }

    @Test
    void putsScoresTriggersAndSuffixInPlaceOnce() {
        var choice =
                on(
                        "ponyDiffusionV6XL",
                        "{\"prompt\":\"1girl, best quality, city\",\"negative_prompt\":\"fog\","
                                + "\"loras\":[{\"name\":\"xl-detail\"}]}",
                        "hat",
                        "Fog");
        assertThat(choice.settings().prompt())
                .isEqualTo("score_9, score_8_up, score_7_up, 1girl, best quality, city, detailed");
        assertThat(choice.settings().negativePrompt())
                .isEqualTo("score_6, score_5, score_4, fog, hat");
        assertThat(choice.settings().loras())
                .containsExactly(new Lora("xl-detail", new BigDecimal("0.8")));
        assertThat(choice.notices()).containsExactly(Notice.of(Kind.LORA_ADDED, "xl-detail"));
        assertThat(choice.provenance())
                .containsEntry("negative_prompt", Provenance.INSTRUCTION)
                .containsEntry("model", Provenance.USER)
                .containsEntry("loras", Provenance.LANGUAGE_MODEL)
                .containsEntry("seed", Provenance.RANDOM)
                .containsEntry("sampler", Provenance.BACK_END);
    }

    @Test
    void movesHalfASuffixIntoTheWholeOne() {
        var order = anOrder().suffix("best quality, 8k");
        assertThat(choose(order, "{\"prompt\":\"8K, a city\"}").settings().prompt())
                .isEqualTo("a city, best quality, 8k");
    }

    @Test
    void leavesOutALoraOfAnotherFamilyAndTakesItsMakersWeight() {
        var choice =
                on(
                        "v1-5-pruned",
                        "{\"prompt\":\"a city\",\"loras\":[{\"name\":\"xl-detail\",\"weight\":1},"
                                + "{\"name\":\"ukiyo-e\"}]}");
        assertThat(choice.settings().loras())
                .containsExactly(new Lora("ukiyo-e", new BigDecimal("0.7")));
        assertThat(choice.settings().prompt()).isEqualTo("a city, woodblock print, Best  Quality");
        assertThat(choice.notices())
                .containsExactly(
                        Notice.of(Kind.LORA_MISFIT, "xl-detail", "v1-5-pruned"),
                        Notice.of(Kind.LORA_ADDED, "ukiyo-e"));
    }

    @Test
    void warnsOfALoraOfAnotherFamilyThatSomebodyFixed() {
        var parameters =
                anOrder()
                        .model("v1-5-pruned", Provenance.USER)
                        .loras(new Lora("xl-detail", BigDecimal.ONE))
                        .parameters();
        var choice =
                SettingsChoice.of(
                        parameters,
                        List.of(),
                        Composer.fallback("a city"),
                        new LoraChoice(List.of(Bases.loras()), Bases.catalogue()),
                        () -> 1);
        assertThat(choice.settings().loras()).hasSize(1);
        assertThat(choice.notices())
                .containsExactly(Notice.of(Kind.LORA_MISFIT_FIXED, "xl-detail", "v1-5-pruned"));
    }

    @Test
    void givesFluxNoNegativePromptAndItsOwnScale() {
        var settings =
                on(
                                "flux1-dev",
                                "{\"prompt\":\"A city.\",\"negative_prompt\":\"fog\",\"cfg_scale\":9}")
                        .settings();
        assertThat(settings.negativePrompt()).isEmpty();
        assertThat(settings.cfgScale()).isEqualByComparingTo("1");
        assertThat(settings.prompt()).isEqualTo("A city. Best  Quality");
    }

    @Test
    void dropsWhatTheEncoderDoesNotReadAndSaysSo() {
        var choice =
                on(
                        "v1-5-pruned",
                        "{\"prompt\":\"a city, %send\"}".formatted("warm light, ".repeat(120)));
        assertThat(choice.settings().prompt()).startsWith("a city, warm").endsWith("Best  Quality");
        assertThat(choice.notices())
                .extracting(Notice::kind)
                .containsExactly(Kind.PROMPT_SHORTENED);
    }
}
