package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.live.ThreadState;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.sandbox.discord.MessageView;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands besides drawing: settings, reset and the list of LoRAs, all answered privately. */
class BotCommandsIT extends WithRunningBot {
    @Test
    void showsSettingsWithTheirOriginAndHowMessagesAreRead() {
        var answer = typed("ja", "settings show", Map.of(), "あなたの設定");

        assertThat(answer.text()).contains("ink-sdxl", "サーバーの設定", "このスレッドに書くだけ");
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void changesOnesOwnSettingsAndShowsWhatHoldsNow() {
        var answer = typed("ja", "settings set", Map.of("key", "steps", "value", "30"), "保存しました");

        assertThat(answer.text()).contains("**ステップ数** `30`");
        assertThat(world.api.asked())
                .anyMatch(a -> a.startsWith("PUT") && a.contains("user_id") && a.endsWith("30}}"));
    }

    @Test
    void tellsWhichNamesAreNearWhenOneIsNotInstalled() {
        typed(
                "en",
                "settings set",
                Map.of("key", "model", "value", "missing"),
                "The model `missing` is not installed.");
    }

    @Test
    void changesTheServersSettingsOnlyForThoseWhoManageIt() {
        var steps = Map.of("key", "steps", "value", "31", "scope", "server");
        typed("ja", "settings set", steps, "サーバー管理");
        assertThat(world.api.asked()).noneMatch(a -> a.contains(":31"));

        typed("en", "settings set", steps, "Saved for the whole server");
        assertThat(world.api.asked())
                .anyMatch(a -> a.contains("steps\":31") && !a.contains("user_id"));
    }

    @Test
    void resetsOneSettingOrAll() {
        typed("en", "settings reset", Map.of("key", "steps"), "is gone");
        typed("en", "settings reset", Map.of("scope", "server"), "server's setting is gone");

        assertThat(world.api.asked())
                .anyMatch(a -> a.startsWith("DELETE /api/v1/settings/steps?") && a.contains("user"))
                .anyMatch(a -> a.startsWith("DELETE /api/v1/settings?") && !a.contains("user_id"));
    }

    @Test
    void forgetsAThreadForWhoeverBeganIt() {
        var request = world.awaitRequest(world.generate("ja", "灯台"));
        var thread = TestingBot.thread(request);
        var user = java.util.Objects.requireNonNull(request.getSpec().requester()).userID();
        typed("en", "reset", Map.of(), "inside the thread");
        typedIn(thread, "en", "reset", Map.of(), "no history");
        world.api.thread(thread, new ThreadState(String.valueOf(user), 3, 50, false));

        typedIn(thread, "ja", "reset", Map.of(), "履歴を消しました");
        typedIn(thread, "ja", "reset", Map.of(), "消す履歴がありません");
    }

    @Test
    void leavesAThreadAloneThatSomeoneElseBegan() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        var thread = TestingBot.thread(request);
        world.api.thread(thread, new ThreadState("someone", 3, 50, false));

        typedIn(thread, "ja", "reset", Map.of(), "始めた人");
        typedIn(thread, "en", "reset", Map.of(), "forgotten");
    }

    @Test
    void turnsThePagesOfTheLoras() {
        world.api.loras(25);
        var users = world.discord.users();
        var first = typed("en", "lora list", Map.of("query", "ink"), "LoRAs: 25");
        assertThat(first.text()).contains("lora-000", "lora-009").doesNotContain("lora-010");

        users.click("en", first.id(), "v1|loras|1|ink");
        var second = users.awaitEdit(first.id(), m -> m.text().contains("lora-010"), PATIENCE);

        assertThat(second.text()).contains("lora-019").doesNotContain("lora-009");
        assertThat(world.api.asked()).anyMatch(a -> a.contains("limit=20") && a.contains("q=ink"));
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void looksThingsUpWhenToldSo() {
        var interaction =
                world.discord
                        .users()
                        .slash(
                                "ja",
                                "general",
                                "generate",
                                Map.of("instruction", "アニメ風の景色", "research", true));

        assertThat(world.awaitRequest(interaction).getSpec().research())
                .isEqualTo(Research.ENABLED);
    }

    private static MessageView typed(
            String user, String command, Map<String, ?> options, String text) {
        return typedIn("general", user, command, options, text);
    }

    private static MessageView typedIn(
            String channel, String user, String command, Map<String, ?> options, String text) {
        return world.answer(channel, user, command, options, text);
    }
}
