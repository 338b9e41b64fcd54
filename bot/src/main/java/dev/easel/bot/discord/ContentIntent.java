package dev.easel.bot.discord;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.bot.BotConfig;
import dev.easel.service.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import net.dv8tion.jda.api.requests.RestConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether to ask for the message-content intent. Asking while the application's switch is
 * off closes the connection for good, so the switch is read first.
 */
public final class ContentIntent {
    private static final Logger log = LoggerFactory.getLogger(ContentIntent.class);

    private static final long GATEWAY_MESSAGE_CONTENT = 1L << 18;
    private static final long GATEWAY_MESSAGE_CONTENT_LIMITED = 1L << 19;

    private ContentIntent() {}

    public static boolean wanted(BotConfig.Discord config, Secret token)
            throws InterruptedException {
        return switch (config.messageContent()) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> switchedOn(config, token);
        };
    }

    /** Any doubt means no: everything works without the intent. */
    private static boolean switchedOn(BotConfig.Discord config, Secret token)
            throws InterruptedException {
        var base = config.rest().map(URI::toString).orElse(RestConfig.DEFAULT_BASE_URL);
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        (base.endsWith("/") ? base : base + "/")
                                                + "applications/@me"))
                        .header("Authorization", "Bot " + token.value())
                        .header("User-Agent", RestConfig.USER_AGENT)
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                log.atWarn()
                        .addKeyValue("status", response.statusCode())
                        .log("Discord did not say whether message content is switched on");
                return false;
            }
            var flags = new ObjectMapper().readTree(response.body()).path("flags").asLong();
            return (flags & (GATEWAY_MESSAGE_CONTENT | GATEWAY_MESSAGE_CONTENT_LIMITED)) != 0;
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("Discord did not say whether message content is switched on");
            return false;
        }
    }
}
