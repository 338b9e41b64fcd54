package dev.easel.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.Samples;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultMessageTest {
    private static final UUID ID = UUID.fromString("6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f");
    private static final long LIMIT = 10L << 20;

    @Test
    void putsFourPicturesInAMessage() {
        var messages =
                ResultMessage.of(
                        Samples.detail(ID, "a cat", 7),
                        files(7),
                        LIMIT,
                        Extras.NONE,
                        Texts.ENGLISH);

        assertThat(messages).extracting(m -> m.files().size()).containsExactly(4, 3);
        assertThat(messages).extracting(ResultMessage::place).containsExactly("0", "1");
        assertThat(messages.get(1).head()).contains("Pictures 5 to 7 of 7");
        assertThat(messages.get(1).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "あ", "🎨", "\"", "`"})
    void keepsTheLongestTextsWithinWhatDiscordTakes(String character) {
        var text = character.repeat(4000 / character.length());
        var detail = Samples.detail(ID, text.substring(0, 2000), 4, text, text);
        var message =
                ResultMessage.of(detail, files(4), LIMIT, Extras.NONE, Texts.JAPANESE).getFirst();
        var all = message.head() + message.body();

        assertThat(all.length()).isLessThanOrEqualTo(4000);
        assertThat(UserText.bytes(all)).isLessThanOrEqualTo(9000);
        assertThat(all).contains("サイズ", "詳細");
    }

    @Test
    void saysThatThereIsNoNegativePrompt() {
        var detail = Samples.detail(ID, "a cat", 1, Samples.PROMPT, null);
        var message =
                ResultMessage.of(detail, files(1), LIMIT, Extras.NONE, Texts.ENGLISH).getFirst();

        assertThat(message.body()).contains("**Negative prompt** none");
    }

    @Test
    void compressesOnlyWhatDoesNotFit() {
        var png = Samples.png(200, 200, 1);
        var kept = Upload.fit("a", png, png.length);
        var fitted = Upload.fit("a", png, 20_000);

        assertThat(kept.name()).isEqualTo("a.png");
        assertThat(kept.compressed()).isFalse();
        assertThat(fitted.name()).isEqualTo("a.jpg");
        assertThat(fitted.size()).isLessThanOrEqualTo(20_000);
        assertThat(fitted.compressed()).isTrue();
    }

    private static List<Upload> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Upload.fit("easel-" + i, Samples.png(8, 8, i), LIMIT))
                .toList();
    }
}
