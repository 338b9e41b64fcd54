package dev.easel.bot.discord;

import dev.easel.bot.BotConfig;
import dev.easel.service.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import net.dv8tion.jda.api.utils.messages.MessageRequest;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** Builds the connection: one shard, virtual threads, no mentions, components of version 2. */
public final class Connection {
    private static final int RECONNECT_DELAY_MAX_SECONDS = 32;
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private Connection() {}

    /** Starts to connect; {@link JDA#awaitReady} tells when it is done. */
    public static JDA open(
            BotConfig.Discord config, Secret token, boolean messageContent, Object... listeners) {
        // Both are static in JDA, and right for every message this process sends.
        MessageRequest.setDefaultMentions(EnumSet.noneOf(Message.MentionType.class));
        MessageRequest.setDefaultUseComponentsV2(true);
        if (!messageContent) {
            Message.suppressContentIntentWarning();
        }
        var builder =
                JDABuilder.createLight(token.value(), intents(messageContent))
                        .setEventPool(Executors.newVirtualThreadPerTaskExecutor(), true)
                        .setCallbackPool(Executors.newVirtualThreadPerTaskExecutor(), true)
                        .setRateLimitElastic(Executors.newVirtualThreadPerTaskExecutor(), true)
                        .setEventPassthrough(true)
                        .setEnableShutdownHook(false)
                        .setMaxReconnectDelay(RECONNECT_DELAY_MAX_SECONDS)
                        // A repeat must be seen, so that a lost answer is told from a lost race.
                        .setRequestTimeoutRetry(false)
                        .setHttpClientBuilder(
                                new OkHttpClient.Builder()
                                        // Older ones may be closed already, as JDA's own has it.
                                        .connectionPool(new ConnectionPool(5, 10, TimeUnit.SECONDS))
                                        .addInterceptor(new LostReceipts()))
                        .addEventListeners(listeners);
        config.rest().ifPresent(url -> builder.setRestConfig(restConfig(url)));
        config.gateway().ifPresent(url -> builder.setSessionController(sessions(url)));
        return builder.build();
    }

    /** Lets running calls end, then ends everything. */
    public static void close(JDA jda) {
        jda.shutdown();
        try {
            if (!jda.awaitShutdown(DRAIN)) {
                jda.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            jda.shutdownNow();
        }
    }

    private static List<GatewayIntent> intents(boolean messageContent) {
        var intents = new ArrayList<>(List.of(GatewayIntent.GUILD_MESSAGES));
        if (messageContent) {
            intents.add(GatewayIntent.MESSAGE_CONTENT);
        }
        return intents;
    }

    private static RestConfig restConfig(URI url) {
        var text = url.toString();
        return new RestConfig().setBaseUrl(text.endsWith("/") ? text : text + "/");
    }

    private static ConcurrentSessionController sessions(URI url) {
        return new ConcurrentSessionController() {
            @Override
            public String getGateway() {
                return url.toString();
            }
        };
    }
}
