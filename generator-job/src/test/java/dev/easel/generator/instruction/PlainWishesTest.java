package dev.easel.generator.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.generator.TestingOrder;
import dev.easel.generator.compose.TestingCatalogue;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.protocol.work.Provenance;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainWishesTest {
    private static PlainWishes read(String instruction) {
        return PlainWishes.in(instruction, TestingCatalogue.sample());
    }

    private static @Nullable String told(@Nullable Object value) {
        return value == null ? null : Objects.toString(value);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "横長の街, 624x416",
        "縦長で, 416x624",
        "正方形に, 512x512",
        "'a girl, portrait', 416x624",
        "'街、ポートレート', 416x624",
        "landscape orientation, 624x416",
        "in landscape, 624x416",
        "a city --ar 16:9, 680x384",
        "アスペクト比９：１６, 384x680",
        "16:9の夜景, 680x384",
        "512x768, 512x768",
        "５１２×７６８の猫, 512x768",
        "1000*515px, 1000x512",
        "9000x100, 2048x104",
        "--size 768x512, 768x512",
        "a landscape with mountains,",
        "a portrait of a woman,",
        "10:30の駅,",
        "a square table,",
        "5x5 tiles,"
    })
    void readsShapes(String instruction, @Nullable String sides) {
        assertThat(told(read(instruction).sides(512, 512))).isEqualTo(sides);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "8枚, 8",
        "８枚で, 8",
        "三枚描いて, 3",
        "3枚の画像, 3",
        "2 images, 2",
        "three pictures of cats, 3",
        "--n 5 a cat, 5",
        "0枚, 1",
        "99 images, 8",
        "3枚の葉,",
        "もう一枚,",
        "two pictures on the wall,",
        "8 cats,"
    })
    void readsCounts(String instruction, @Nullable Integer count) {
        assertThat(read(instruction).imageCount()).isEqualTo(count);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "30ステップ, 30",
        "ステップ数は３０, 30",
        "steps 30, 30",
        "30 steps, 30",
        "set steps to 42, 42",
        "--steps 9, 9",
        "9999 steps, 150",
        "a staircase with 30 steps,",
        "二歩前へ,"
    })
    void readsSteps(String instruction, @Nullable Integer steps) {
        assertThat(read(instruction).steps()).isEqualTo(steps);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"cfg 7, 7.0", "CFGスケールは5.5, 5.5", "--cfg 3, 3.0", "cfg 99, 30.0", "a cfgx 3,"})
    void readsTheScale(String instruction, @Nullable String scale) {
        assertThat(told(read(instruction).cfgScale())).isEqualTo(scale);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "seed 42, 42",
        "シード42, 42",
        "シード値は　１２３, 123",
        "--seed 7, 7",
        "seed 99999999999, 4294967295",
        "シードを変えて, -1",
        "with a new seed, -1",
        "a seed in the ground,"
    })
    void readsSeeds(String instruction, @Nullable Long seed) {
        assertThat(read(instruction).seed()).isEqualTo(seed);
    }

    @ParameterizedTest(name = "{0} is {1}, {2}, {3}")
    @CsvSource({
        "猫、Euler aで,, Euler a,",
        "DPM++ 2M Karras,, DPM++ 2M, Karras",
        "--sampler ddim,, DDIM,",
        "スケジューラーはautomatic,,, Automatic",
        "モデルはsdxl,sd_xl,,",
        "--model v1-5 a cat,v1-5,,",
        "sd_xlモデルで猫,sd_xl,,",
        "use the sd_xl checkpoint,sd_xl,,",
        "automatic doors with karras on it,,, Karras",
        "モデルはBMWの新車,,,",
        "a fashion model walking,,,"
    })
    void readsNamesOfWhatIsInstalled(
            String instruction,
            @Nullable String model,
            @Nullable String sampler,
            @Nullable String scheduler) {
        var wishes = read(instruction);
        assertThat(wishes.model()).isEqualTo(model);
        assertThat(wishes.sampler()).isEqualTo(sampler);
        assertThat(wishes.scheduler()).isEqualTo(scheduler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--model sd_xxl", "猫、モデルはsd_xxl_9で", "model: no-such-2.0"})
    void refusesAModelThatIsPlainlyNamedAndNotThere(String instruction) {
        assertThatThrownBy(() -> read(instruction))
                .isInstanceOfSatisfying(
                        AttemptFailed.class,
                        failed -> assertThat(failed.why()).isEqualTo(ExitCode.MODEL_NOT_FOUND));
    }

    @Test
    void takesFlagsOutOfWhatTheModelReads() {
        var wishes = read("a cat --ar 16:9 in the rain --no dogs, text --seed 3");
        assertThat(wishes.rest().replaceAll("\\s+", " ")).isEqualTo("a cat in the rain");
        assertThat(wishes.unwanted()).containsExactly("dogs", "text");
        assertThat(read("８枚、ｶﾗｽ").rest()).isEqualTo("８枚、ｶﾗｽ");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "8枚にして, true",
        "'横長で、シード42でお願いします', true",
        "please make it 8 images, true",
        "--steps 30, true",
        "8枚にして笑顔, false",
        "make it darker, false",
        "'', false"
    })
    void knowsWhetherItSaysAnythingElse(String instruction, boolean alone) {
        assertThat(read(instruction).alone()).isEqualTo(alone);
    }

    @Test
    void saysWhatItHadToHold() {
        assertThat(read("cfg 99、9999ステップ").notices())
                .containsExactlyInAnyOrder(
                        Notice.of(Kind.OUT_OF_RANGE, "steps", 9999, 150),
                        Notice.of(Kind.OUT_OF_RANGE, "cfg_scale", 99, "30.0"));
    }

    @Test
    void winsOverSettingsAndNotOverTheRequest() {
        var settings =
                TestingOrder.anOrder()
                        .model("v1-5", Provenance.USER)
                        .steps(11, Provenance.REQUEST)
                        .images(3, Provenance.GUILD)
                        .parameters();
        var given = read("モデルはsdxl、30ステップ、2枚、横長").over(settings);
        assertThat(told(given.model())).isEqualTo("Resolved[value=sd_xl, from=INSTRUCTION]");
        assertThat(given.steps().value()).isEqualTo(11);
        assertThat(given.imageCount().value()).isEqualTo(2);
        assertThat(given.width().value()).isEqualTo(624);
        assertThat(given.width().from()).isEqualTo(Provenance.INSTRUCTION);
    }

    @Test
    void leavesBothSidesWhereTheRequestFixesOne() {
        var given = read("横長").over(TestingOrder.anOrder().width(640).parameters());
        assertThat(given.width().value()).isEqualTo(640);
        assertThat(given.height().value()).isEqualTo(512);
    }
}
