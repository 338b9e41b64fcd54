package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields of an interaction the client in use needs; an update that needs more shows here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteractionFieldsIT {
    private DiscordStandIn standIn;
    private TestingBot bot;

    @BeforeAll
    void connect() throws InterruptedException {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        bot = TestingBot.connect(standIn);
        bot.jda.updateCommands().addCommands(Commands.slash("draw", "Draws")).complete();
    }

    @AfterAll
    void close() {
        bot.close();
        standIn.close();
    }

    @AfterEach
    void keepTheFields() {
        standIn.faults().clear();
    }

    private String slashWithout(String field) {
        standIn.faults()
                .rewrite(
                        "INTERACTION_CREATE",
                        event -> {
                            event.remove(field);
                            return event;
                        });
        try {
            return slash();
        } finally {
            standIn.faults().clear();
        }
    }

    private String slash() {
        return standIn.users().slash("ja", "general", "draw", Map.of());
    }

    private String nextId() throws InterruptedException {
        return bot.next(SlashCommandInteractionEvent.class).getId();
    }

    @ParameterizedTest(name = "loses an interaction without {0}")
    @ValueSource(
            strings = {
                "id",
                "token",
                "data",
                "channel",
                "context",
                "authorizing_integration_owners",
                "guild",
                "member"
            })
    void losesAnInteractionWithout(String field) throws InterruptedException {
        slashWithout(field);
        var complete = slash();

        assertThat(nextId()).isEqualTo(complete);
    }

    @ParameterizedTest(name = "takes an interaction without {0}")
    @ValueSource(
            strings = {
                "app_permissions",
                "entitlements",
                "guild_locale",
                "version",
                "attachment_size_limit",
                "application_id"
            })
    void takesAnInteractionWithout(String field) throws InterruptedException {
        assertThat(slashWithout(field)).isEqualTo(nextId());
    }

    @Test
    void tellsTheSizeLimitOfTheGuild() throws InterruptedException {
        slash();

        var raw = Objects.requireNonNull(bot.next(SlashCommandInteractionEvent.class).getRawData());

        assertThat(raw.getObject("d").getLong("attachment_size_limit")).isEqualTo(10L << 20);
    }
}
