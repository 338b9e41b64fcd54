package dev.easel.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.bot.BotConfig.MessageContent;
import dev.easel.bot.discord.PictureRule;
import dev.easel.bot.discord.Pictures;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BotConfigTest {
    @Test
    void needsOnlyApiAndToken() {
        var config =
                BotConfig.from(
                        Map.of(
                                "EASEL_API_URL", "http://easel-api:8080",
                                "EASEL_DISCORD_TOKEN", "hush"));

        assertThat(config.namespace()).isEqualTo("easel");
        assertThat(config.apiTokenFile()).isEqualTo(Path.of("/var/run/secrets/easel/token"));
        assertThat(config.discord().rest()).isEmpty();
        assertThat(config.discord().gateway()).isEmpty();
        assertThat(config.discord().messageContent()).isEqualTo(MessageContent.AUTO);
        assertThat(config.discord().pictures()).isEqualTo(Pictures.ANY);
        assertThat(config.discord().ignorePrefix()).isEqualTo("//");
        assertThat(config.lease().holder()).isEqualTo("easel-bot");
        assertThat(config.opsPort()).isEqualTo(8081);
        assertThat(config.pool()).isEqualTo("default");
        assertThat(config.toString()).doesNotContain("hush");
    }

    @Test
    void readsEveryKey() {
        var config =
                BotConfig.from(
                        Map.of(
                                "EASEL_NAMESPACE", "art",
                                "EASEL_API_URL", "https://api",
                                "EASEL_API_TOKEN_FILE", "/t",
                                "EASEL_DISCORD_TOKEN", "hush",
                                "EASEL_DISCORD_REST_URL", "http://stand-in/api/v10/",
                                "EASEL_DISCORD_GATEWAY_URL", "ws://stand-in/gateway",
                                "EASEL_MESSAGE_CONTENT", "off",
                                "EASEL_IGNORE_PREFIX", "off",
                                "EASEL_OPS_PORT", "9",
                                "EASEL_POOL", "big"));

        assertThat(config.namespace()).isEqualTo("art");
        assertThat(config.discord().rest()).contains(URI.create("http://stand-in/api/v10/"));
        assertThat(config.discord().gateway()).contains(URI.create("ws://stand-in/gateway"));
        assertThat(config.discord().messageContent()).isEqualTo(MessageContent.OFF);
        assertThat(config.discord().ignorePrefix()).isEmpty();
        assertThat(config.discord().currentToken().value()).isEqualTo("hush");
        assertThat(config.opsPort()).isEqualTo(9);
        assertThat(config.pool()).isEqualTo("big");
    }

    @Test
    void countsTheUploadLimitInMebibytes() {
        var config =
                BotConfig.from(
                        Map.of(
                                "EASEL_API_URL", "http://easel-api:8080",
                                "EASEL_DISCORD_TOKEN", "hush",
                                "EASEL_PICTURES", "spoiler",
                                "EASEL_UPLOAD_LIMIT_MIB", "8"));

        assertThat(config.discord().pictures())
                .isEqualTo(new Pictures(PictureRule.SPOILER, 8 << 20));
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThatThrownBy(() ->
                        BotConfig.from(
                                Map.of(
                                        "EASEL_API_URL", "ftp://api",
                                        "EASEL_DISCORD_GATEWAY_URL", "http://x",
                                        "EASEL_MESSAGE_CONTENT", "maybe",
                                        "EASEL_IGNORE_PREFIX", "a long prefix",
                                        "EASEL_UPLOAD_LIMIT_MIB", "0",
                                        "EASEL_OPS_PORT", "70000")))
                .hasMessageContaining("EASEL_API_URL")
                .hasMessageContaining("EASEL_DISCORD_TOKEN")
                .hasMessageContaining("EASEL_DISCORD_GATEWAY_URL")
                .hasMessageContaining("auto, on, off")
                .hasMessageContaining("1 to 10 characters, or off")
                .hasMessageContaining("1 to 500 MiB")
                .hasMessageContaining("a port from 0 to 65535");
    }
}
