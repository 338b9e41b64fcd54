package dev.easel.generator.refine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackwardTest {
    @ParameterizedTest(name = "{0} goes back {1}, rest {2}")
    @CsvSource({
        "最初の設定に戻して, -1, ''",
        "最初に戻して, -1, ''",
        "一番最初の画像に戻してください, -1, ''",
        "最初の設定に戻して、夜にして, -1, 夜にして",
        "back to the original, -1, ''",
        "go back to the first version and make it darker, -1, make it darker",
        "restore the original settings, -1, ''",
        "the first one but at night, -1, at night",
        "元に戻して, 1, ''",
        "やっぱり元に戻して, 1, ''",
        "前の設定に戻して, 1, ''",
        "前に戻して, 1, ''",
        "ひとつ前に戻して, 1, ''",
        "２つ前に戻して, 2, ''",
        "undo, 1, ''",
        "Undo that please, 1, ''",
        "undo the last two changes, 2, ''",
        "one step back, 1, ''",
        "go two steps back, 2, ''",
        "back to the previous version, 1, ''",
        "'the previous one, but with a hat', 1, a hat",
        "元に戻して、8枚で, 1, 8枚で",
        "変更を取り消して, 1, ''",
        "'undo, butterflies around her', 1, butterflies around her",
        "'go back, within a forest', 1, within a forest",
        "元に戻して、てんとう虫を足して, 1, てんとう虫を足して",
        "元に戻して、でも夜にして, 1, でも夜にして",
        "元に戻してから夜にして, 1, 夜にして",
        "元に戻して、そして夜にして, 1, 夜にして",
        "やっぱり、元に戻して, 1, ''",
        "'make it back to normal, go back to the original', -1, 'make it back to normal,'",
        "revert to the first image, -1, ''",
        "please go back to the original, -1, ''",
        "take it back to the original, -1, ''",
        "go back two steps, 2, ''",
        "undo and make it night, 1, make it night"
    })
    void recognisesStepsBack(String instruction, int back, String rest) {
        assertThat(Backward.in(instruction)).contains(new Backward(back, rest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "笑顔を元に戻して",
                "髪の色を前に戻して",
                "undo the hat",
                "the last one but with a red dress",
                "make it look like the first time",
                "前髪を短く",
                "move the cat one step forward",
                "もっと明るく",
                "add a ladder to the first floor",
                "restore the original color of her hair",
                "make the face closer to the original",
                "change the dress to the original color",
                "change her hair back to the original",
                "from sunset to the first snow",
                "let her take two steps back",
                "let her go two steps back",
                "undo the last two buttons of the shirt",
                "背景だけ元に戻して",
                "髪型、元に戻して",
                "髪を一番最初に戻して",
                "髪を2つ前に戻して",
                "back to the previous hair color",
                "元に戻さないで",
                "最初に戻さないで夜にして",
                "変更を取り消さないで",
                "don't undo, make it night",
                "do not go back to the original",
                "never revert that"
            })
    void leavesOtherWordsAlone(String instruction) {
        assertThat(Backward.in(instruction)).isEmpty();
    }
}
