package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.BotConfig;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Connection;
import dev.easel.bot.discord.Pace;
import dev.easel.sandbox.discord.DiscordStandIn;
import dev.easel.sandbox.discord.RequestLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Discord gives commands back in an order and with fields of its own. */
class CommandRegistrationIT {
    private final DiscordStandIn discord = DiscordStandIn.start("127.0.0.1", 0);
    private final Calls calls = new Calls(new SimpleMeterRegistry(), Pace.USUAL);
    private final CommandSet commands = CommandSetTest.commands(calls);
    private JDA jda;

    @BeforeEach
    void connect() throws InterruptedException {
        var config =
                BotConfig.from(
                        Map.of(
                                "EASEL_API_URL", "http://127.0.0.1:1",
                                "EASEL_DISCORD_TOKEN", discord.token(),
                                "EASEL_DISCORD_REST_URL", discord.restUrl(),
                                "EASEL_DISCORD_GATEWAY_URL", discord.gatewayUrl()));
        jda = Connection.open(config.discord(), config.discord().token(), false).awaitReady();
    }

    @AfterEach
    void disconnect() {
        jda.shutdownNow();
        discord.close();
    }

    @Test
    void sendsTheCommandsOnceAndThenNothingThatDiscordHasAlready() {
        assertThat(commands.register(jda, calls)).isTrue();
        assertThat(commands.register(jda, calls)).isFalse();

        assertThat(puts()).hasSize(1);
        assertThat(discord.violations()).isEmpty();
    }

    @Test
    void sendsThemAgainWhenOneIsMissing() {
        commands.register(jda, calls);
        jda.retrieveCommands().complete().getFirst().delete().complete();

        assertThat(commands.register(jda, calls)).isTrue();
        assertThat(discord.users().commandNames()).hasSize(commands.shapes().size());
    }

    private List<RequestLog.Entry> puts() {
        return discord.log().entries().stream()
                .filter(e -> e.method().equals("PUT") && e.path().endsWith("/commands"))
                .toList();
    }
}
