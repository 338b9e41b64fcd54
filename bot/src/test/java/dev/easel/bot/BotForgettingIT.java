package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.sandbox.discord.DiscordStandIn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code /forget}: said first, confirmed by a press, and of nobody else. */
class BotForgettingIT extends WithRunningBot {
    @Test
    void deletesWhatIsKeptOfThePersonOnceTheyConfirm() {
        var question = world.answer("general", "ja", "forget", Map.of(), "元に戻すことはできません");
        assertThat(deletions()).isEmpty();
        var users = world.discord.users();
        users.click("ja", question.id(), TestingBot.button(question, "forget"));
        users.awaitEdit(question.id(), m -> m.text().contains("依頼 3 件"), PATIENCE);

        assertThat(deletions())
                .singleElement()
                .asString()
                .matches("DELETE /api/v1/users/[0-9]+/data.guild_id=" + DiscordStandIn.GUILD_ID);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void keepsTheButtonOutOfWhatApiCouldNotDo() {
        var question = world.answer("general", "en", "forget", Map.of(), "cannot be undone");
        world.api.away(true);
        var users = world.discord.users();
        users.click("en", question.id(), TestingBot.button(question, "forget"));
        var answer =
                users.awaitEdit(question.id(), m -> m.text().contains("does not answer"), PATIENCE);

        assertThat(answer.buttons()).isEmpty();
        assertThat(answer.text()).contains("Id `");
    }

    private static List<String> deletions() {
        return world.api.asked().stream()
                .filter(a -> a.startsWith("DELETE /api/v1/users"))
                .toList();
    }
}
