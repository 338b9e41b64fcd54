package dev.easel.bot.delivery;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.OwnMessages;
import dev.easel.bot.discord.Targets;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.protocol.client.ErasedPosts.Post;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was posted of requests that api erased for their users. api lists each until it is
 * confirmed, so a crash on either side only means to look again; what is gone already is as good.
 */
public final class PostRemoval implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostRemoval.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Targets targets;
    private final Calls calls;
    private final Api api;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("post-removal").factory());

    public PostRemoval(JDA jda, Calls calls, Api api) {
        this.targets = new Targets(jda, calls);
        this.calls = calls;
        this.api = api;
    }

    public void start() {
        var _ = thread.scheduleWithFixedDelay(this::sweep, 1, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            api.erasedPosts().posts().forEach(this::remove);
        } catch (ApiUnavailable e) {
            log.atDebug().addKeyValue("cause", e.getMessage()).log("erased posts not read");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("erased posts not removed");
        }
    }

    /** One that cannot be removed now keeps none of the others from it. */
    private void remove(Post post) {
        try {
            var where = new Delivery.Discord(post.channelId(), post.threadId(), null);
            switch (targets.find(where, post.guildId())) {
                case Targets.Target.Open(var channel) -> {
                    remove(post, channel);
                    api.postsRemoved(post.requestId());
                }
                case Targets.Target.Gone() -> api.postsRemoved(post.requestId());
                case Targets.Target.Unknown() -> {}
            }
        } catch (DiscordFailure e) {
            log.atWarn()
                    .addKeyValue("request.id", post.requestId())
                    .addKeyValue("kind", e.kind())
                    .log("erased posts not removed");
        }
    }

    private void remove(Post post, GuildMessageChannel channel) {
        var uid = post.requestId().toString();
        var ids = new LinkedHashSet<>(post.messageIds());
        ids.addAll(OwnMessages.after(calls, channel, uid, post.createdAt()));
        for (var id : post.messageIds()) {
            ids.addAll(OwnMessages.near(calls, channel, uid, id));
        }
        for (var id : ids) {
            try {
                calls.repeated(() -> channel.deleteMessageById(id));
            } catch (DiscordFailure e) {
                if (e.kind() != DiscordFailure.Kind.MESSAGE_GONE) {
                    throw e;
                }
            }
        }
        log.atInfo()
                .addKeyValue("request.id", uid)
                .addKeyValue("posts", ids.size())
                .log("erased posts removed");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
