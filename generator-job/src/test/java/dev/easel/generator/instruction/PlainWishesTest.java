package dev.easel.generator.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.generator.TestingOrder;
import dev.easel.generator.compose.TestingCatalogue;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.render.Checkpoint;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.protocol.work.Provenance;
import java.util.Objects;
import java.util.stream.Stream;
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
        "5x5 tiles,",
        "portrait, 416x624",
        "横長の画像で, 624x416",
        "a city 16:9 in the rain, 680x384",
        "render at 16:9, 680x384",
        "widescreen image, 624x416",
        "スクエアで猫, 512x512",
        "128x128px, 128x128",
        "at 9:16 in the morning,",
        "a train at 9:16,",
        "9:16am,",
        "9:16 p.m.,",
        "a clock showing 4:3,",
        "score 2:1,",
        "psalm 16:9,",
        "時計が4:3の部屋,",
        "'mountains, landscape, river',",
        "'mountains, river, landscape',",
        "'portrait, woman, smiling',",
        "横長のソファに座る,",
        "横長ソファ,",
        "縦長の窓の部屋,",
        "vertical picture frame,",
        "widescreen television,",
        "a 100x100 grid,",
        "128×64 LED matrix,"
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
        "8 cats,",
        "4枚にして, 4",
        "猫を５枚ください, 5",
        "8枚生成, 8",
        "6枚の絵, 6",
        "2枚目を夜にして,",
        "1枚目を赤く,",
        "十二枚,",
        "二十枚,",
        "もう10枚,",
        "8枚切りの食パン,",
        "二枚貝,",
        "一枚岩,",
        "3枚おろし,",
        "2枚羽根の扇風機,",
        "a wall with three pictures,",
        "make the 3 pictures darker,"
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
        "二歩前へ,",
        "'a cat, 30 steps', 30",
        "with 30 steps, 30",
        "30 steps and darker, 30",
        "30 stepsで, 30",
        "a temple with 1000 steps,",
        "10 steps to heaven,",
        "cat taking 3 steps,"
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
        "a seed in the ground,",
        "'a cat, seed 42', 42",
        "use seed 7 please, 7",
        "seed: 9 of them, 9",
        "use another seed please, -1",
        "I want a new seed, -1",
        "別のシードで, -1",
        "change the seed, -1",
        "シードはランダムに, -1",
        "シード値を変更してください, -1",
        "背景を夜にして、シードは変えないで,",
        "シードを変えずに,",
        "シード値は変更しないで,",
        "シードを新しくしないで,",
        "別のシード値を使わないで,",
        "シードの変更は不要,",
        "do not change the seed,",
        "don't use a new seed,",
        "don’t change the seed,",
        "without changing the seed,",
        "no new seed,",
        "a new seed sprouting,",
        "fresh seeds,",
        "change the seed packet,",
        "sunflower seed 5,",
        "a bird eating seed 3 of them,",
        "スイカのシード3個,"
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
        "a fashion model walking,,,",
        "'a cat, Euler, 30 steps',,Euler,",
        "with Euler a,,Euler a,",
        "Euler,,Euler,",
        "a simple daily schedule board,,,",
        "an automatic train schedule,,,",
        "a statue of Euler,,,",
        "Leonhard Euler at his desk,,,"
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

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "use the realisticVision model, realisticVisionV60",
        "モデルはrealisticvisionで, realisticVisionV60",
        "with the VisionV60 model, realisticVisionV60",
        "--model realisticVisionV60 a cat, realisticVisionV60",
        "use the dreamshaper checkpoint, dreamshaper_8",
        "with the real model,",
        "use the vision model,",
        "a photo with the v6 model of a car,",
        "カメラのモデルはD850で撮影,",
        "'猫、モデルはD850で撮影',",
        "with the Tesla-3 model,",
        "mini model:A-10,",
        "iPhone-15のモデルで,"
    })
    void readsModelsByNamesAndNotByWords(String instruction, @Nullable String model) {
        assertThat(
                        PlainWishes.in(
                                        instruction,
                                        installed("realisticVisionV60", "dreamshaper_8"))
                                .model())
                .isEqualTo(model);
    }

    private static Catalogue installed(String... models) {
        var sample = TestingCatalogue.sample();
        return new Catalogue(
                sample.flavour(),
                null,
                Stream.of(models).map(each -> new Checkpoint(each, each, each, null)).toList(),
                sample.samplers(),
                sample.schedulers(),
                sample.loras(),
                null,
                true,
                sample.upscalers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--model sd_xxl",
                "猫、モデルはsd_xxl_9で",
                "model: no-such-2.0",
                "--model v6",
                "the checkpoint: no-such-2.0 of a friend",
                "no-such-2.0のチェックポイントで"
            })
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

    @ParameterizedTest(name = "{0} without {1}")
    @CsvSource({
        "'a cat\n--no hat\nsmiling', hat, a cat smiling",
        "'a cat --no hat --seed 3\nsmiling', hat, a cat smiling",
        "--no red hat, red hat, ''"
    })
    void takesAFlagUpToTheEndOfItsLine(String instruction, String unwanted, String rest) {
        var wishes = read(instruction);
        assertThat(wishes.unwanted()).containsExactly(unwanted);
        assertThat(wishes.rest().replaceAll("\\s+", " ")).isEqualTo(rest);
    }

    @Test
    void readsALongRowOfDotsWithoutRunningOutOfStack() {
        assertThat(read("steps 5" + " .".repeat(20_000)).alone()).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "8枚にしてほしい, true",
        "use 8 images instead, true",
        "8 images at this size again, true",
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
