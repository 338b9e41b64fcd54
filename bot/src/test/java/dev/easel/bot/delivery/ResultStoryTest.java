package dev.easel.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.Samples;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Refinement.Change;
import dev.easel.protocol.Refinement.Kept;
import dev.easel.protocol.Research;
import dev.easel.protocol.client.RequestDetail;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a post says besides the settings: where it came from, what changed, what was looked up. */
class ResultStoryTest {
    private static final UUID ID = UUID.fromString("6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f");
    private static final UUID EARLIER = UUID.fromString("11111111-3a52-4f0e-9d0a-2f1b1f1f1f1f");
    private static final Refinement BRIGHTER =
            new Refinement(
                    List.of(
                            new Change("prompt", null, "bright"),
                            new Change("prompt", "dusk", null),
                            new Change("steps", "20", "30")),
                    List.of(
                            new Kept("prompt", "a cat"),
                            new Kept("seed", "1"),
                            new Kept("width", "512"),
                            new Kept("height", "512")));
    private static final Research FOUND =
            new Research(
                    Research.Outcome.DONE,
                    null,
                    "searxng",
                    false,
                    List.of("ink"),
                    "Use @everyone [wet] ink",
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of(
                            new Research.Source("Ink *washes*", "https://ink.example/a?b=1"),
                            new Research.Source("Trap", "https://x.example/> <@1>"),
                            new Research.Source("Script", "javascript:alert(1)")));

    @Test
    void saysWhatChangedAndWhatWasKept() {
        var text = text(detail("もっと明るく", BRIGHTER, null, List.of()), Texts.JAPANESE);

        assertThat(text)
                .contains("**変更：** プロンプト + `bright` · プロンプト − `dusk` · ステップ数 `20` → `30`")
                .contains("**維持：** プロンプト（ほかの部分） · シード · サイズ");
        assertThat(text(detail("x", BRIGHTER, null, List.of()), Texts.ENGLISH))
                .contains("**Changed:** Prompt + `bright`", "**Kept:** Prompt (the rest) · Seed");
    }

    @Test
    void saysWhatItCameFromWithALinkWhereThereIsOne() {
        var detail = detail("brighter", BRIGHTER, null, List.of());

        assertThat(text(detail, Texts.JAPANESE)).contains("✏️ 前の結果の 2 枚目 (`11111111`)を手直し");
        assertThat(
                        ResultText.of(
                                detail,
                                true,
                                "",
                                10,
                                new Extras("https://discord.com/channels/1/2/3", null),
                                Texts.ENGLISH))
                .contains(
                        "Refined from [picture 2 of an earlier"
                                + " result](<https://discord.com/channels/1/2/3>)");
    }

    @Test
    void showsResearchWithSourcesThatCannotDoHarm() {
        var text = text(detail("ink", Refinement.NONE, FOUND, List.of()), Texts.ENGLISH);

        assertThat(text)
                .contains("**🔎 Found on the web:** Use @\u200beveryone \\[wet\\] ink")
                .contains("[Ink \\*washes\\*](<https://ink.example/a?b=1>)")
                .doesNotContain("javascript", "x.example", "@everyone");
    }

    @Test
    void saysOnceWhyNothingWasLookedUp() {
        var note = "検索が応答しませんでした";
        var failed = Research.failed(note);

        assertThat(text(detail("x", Refinement.NONE, failed, List.of(note)), Texts.JAPANESE))
                .containsOnlyOnce(note);
        assertThat(text(detail("x", Refinement.NONE, failed, List.of()), Texts.JAPANESE))
                .containsOnlyOnce(note);
    }

    @Test
    void keepsTheLongestStoryWithinWhatDiscordTakes() {
        for (var character : List.of("a", "あ", "_", "🎨")) {
            var word = character.repeat(1000 / character.length());
            var refinement =
                    new Refinement(
                            Collections.nCopies(20, new Change("prompt", word, word)),
                            Collections.nCopies(20, new Kept("model", word)));
            var research =
                    new Research(
                            Research.Outcome.DONE,
                            word,
                            null,
                            false,
                            List.of(),
                            word,
                            List.of(),
                            List.of(),
                            Map.of(),
                            Collections.nCopies(
                                    9,
                                    new Research.Source(
                                            word, "https://x.example/" + "a".repeat(140))));
            var detail = detail(word, refinement, research, Collections.nCopies(9, word));
            var text = ResultText.of(detail, true, "", 40, new Extras(null, 50), Texts.JAPANESE);

            assertThat(text.length()).isLessThanOrEqualTo(3900);
            assertThat(UserText.bytes(text)).isLessThanOrEqualTo(8800);
            assertThat(text).contains("プロンプト", "サイズ", "50 回");
        }
    }

    private static String text(RequestDetail detail, Texts texts) {
        return ResultText.of(detail, true, "", 40, Extras.NONE, texts);
    }

    private static RequestDetail detail(
            String instruction,
            Refinement refinement,
            @Nullable Research research,
            List<String> notices) {
        return Samples.told(
                Samples.detail(ID, instruction, 1),
                "Refine",
                new RequestDetail.Source(EARLIER, 1),
                refinement,
                research,
                notices);
    }
}
