package dev.easel.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.Samples;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.RequestDetail;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultMessageTest {
    private static final UUID ID = UUID.fromString("6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f");
    private static final long LIMIT = 10L << 20;
    private static final Look LOOK = new Look(LIMIT, false, false);

    @Test
    void putsFourPicturesInAMessage() {
        var detail = Samples.detail(ID, "a cat", 7);
        var groups = PictureGroup.of(detail.images());
        var second = message(detail, groups.get(1), Texts.ENGLISH);

        assertThat(groups).extracting(g -> g.images().size()).containsExactly(4, 3);
        assertThat(groups).extracting(PictureGroup::place).containsExactly("0", "1");
        assertThat(second.head()).contains("Pictures 5 to 7 of 7");
        assertThat(second.body()).isEmpty();
    }

    @Test
    void putsNoMoreIntoAMessageThanARequestMayHold() {
        var images =
                Samples.sized(Samples.detail(ID, "a cat", 4), List.of(9, 9, 9, 30), null).images();

        assertThat(PictureGroup.of(images))
                .extracting(g -> g.images().size())
                .containsExactly(2, 1, 1);
    }

    @Test
    void linksTheOriginalsOfWhatWasCompressed() {
        var link = "https://easel.example/i/1?signature=abc";
        var detail = Samples.sized(Samples.detail(ID, "a cat", 2), List.of(1, 1), link);
        var files =
                List.of(
                        Upload.fit("easel-1", Samples.png(200, 200, 1), 20_000),
                        Upload.fit("easel-2", Samples.png(8, 8, 1), LIMIT));
        var group = PictureGroup.of(detail.images()).getFirst();
        var compressed =
                ResultMessage.of(
                        detail, group, files, LOOK, Extras.NONE, new Reader(Texts.JAPANESE, null));
        var linked =
                ResultMessage.of(
                        detail,
                        group,
                        List.of(),
                        LOOK,
                        Extras.NONE,
                        new Reader(Texts.ENGLISH, null));

        assertThat(compressed.body()).contains("easel-1.jpg", "元の画像：[1](<" + link + ">)");
        assertThat(compressed.body()).doesNotContain("easel-2", "[2]");
        assertThat(linked.body()).contains("[1](<" + link + ">) · [2](<" + link + ">)");
    }

    @Test
    void saysWhereTheOriginalsAreWhereThereAreNoLinks() {
        var detail = Samples.detail(ID, "a cat", 2);
        var group = PictureGroup.of(detail.images()).getFirst();
        var message =
                ResultMessage.of(
                        detail,
                        group,
                        List.of(),
                        LOOK,
                        Extras.NONE,
                        new Reader(Texts.ENGLISH, null));

        assertThat(message.body()).contains("kept in Easel").doesNotContain("](<");
    }

    @Test
    void leavesOutWhatPeopleWroteWhereItWasBlocked() {
        var detail = Samples.detail(ID, "a rude cat", 1);
        var group = PictureGroup.of(detail.images()).getFirst();
        var message =
                ResultMessage.of(
                        detail,
                        group,
                        files(1),
                        LOOK.withoutWords(),
                        Extras.NONE,
                        new Reader(Texts.ENGLISH, null));

        assertThat(message.body() + message.description())
                .contains("AutoMod", "**Seed**")
                .doesNotContain("rude", Samples.PROMPT, Samples.NEGATIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "あ", "🎨", "\"", "`"})
    void keepsTheLongestTextsWithinWhatDiscordTakes(String character) {
        var text = character.repeat(4000 / character.length());
        var detail = Samples.detail(ID, text.substring(0, 2000), 4, text, text);
        var message = message(detail, PictureGroup.of(detail.images()).getFirst(), Texts.JAPANESE);
        var all = message.head() + message.body();

        assertThat(all.length()).isLessThanOrEqualTo(4000);
        assertThat(UserText.bytes(all)).isLessThanOrEqualTo(9000);
        assertThat(all).contains("サイズ", "詳細");
    }

    @Test
    void saysThatThereIsNoNegativePrompt() {
        var detail = Samples.detail(ID, "a cat", 1, Samples.PROMPT, null);
        var message = message(detail, PictureGroup.of(detail.images()).getFirst(), Texts.ENGLISH);

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

    private static ResultMessage message(RequestDetail detail, PictureGroup group, Texts texts) {
        return ResultMessage.of(
                detail,
                group,
                files(group.images().size()),
                LOOK,
                Extras.NONE,
                new Reader(texts, null));
    }

    private static List<Upload> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Upload.fit("easel-" + i, Samples.png(8, 8, i), LIMIT))
                .toList();
    }
}
