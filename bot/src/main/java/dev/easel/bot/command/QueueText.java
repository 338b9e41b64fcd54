package dev.easel.bot.command;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.QueueOverview;
import dev.easel.protocol.client.QueueOverview.Pool;
import dev.easel.protocol.client.QueueOverview.Running;
import dev.easel.protocol.client.RequestProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The queue as one person may see it: their own requests with place and reason, the people of their
 * server by name, everyone else as a number.
 */
record QueueText(String guildId, String userId, Texts texts) {
    private static final int OWN_MAX = 10;
    private static final int OTHERS_MAX = 10;

    String of(QueueOverview queue) {
        var lines = new ArrayList<String>();
        lines.add("### " + texts.get(Key.QUEUE_TITLE));
        if (queue.pools().isEmpty()) {
            lines.add(texts.get(Key.QUEUE_NO_POOL));
        }
        queue.pools().forEach(p -> lines.add(pool(p)));
        own(queue, lines);
        running(queue, lines);
        waiting(queue, lines);
        if (queue.pools().stream().anyMatch(p -> p.length() > 0)) {
            lines.add("-# " + texts.get(Key.QUEUE_ORDER));
        }
        return String.join("\n", lines);
    }

    private String pool(Pool pool) {
        var line =
                texts.get(
                        Key.QUEUE_POOL,
                        UserText.escape(pool.name()),
                        pool.running(),
                        pool.slots(),
                        pool.length());
        return pause(pool).map(k -> line + " ⚠️ " + texts.get(k)).orElse(line);
    }

    /** Why a pool starts nothing, if it does not. */
    static Optional<Key> pause(Pool pool) {
        return switch (pool.state()) {
            case "Draining" -> Optional.of(Key.QUEUE_DRAINING);
            case "Stopped" -> Optional.of(Key.QUEUE_STOPPED);
            default -> Optional.empty();
        };
    }

    private void own(QueueOverview queue, List<String> lines) {
        var mine = new ArrayList<String>();
        for (var running : queue.running()) {
            if (isMine(running.guildId(), running.userId())) {
                mine.add("🎨 " + progress(running) + link(running.threadId()));
            }
        }
        for (var waiting : queue.requests()) {
            if (isMine(waiting.guildId(), waiting.userId())) {
                mine.add("⏳ " + place(waiting.queue()) + link(waiting.threadId()));
                why(waiting.queue()).ifPresent(w -> mine.add("-# " + w));
            }
        }
        lines.add("**" + texts.get(Key.QUEUE_YOURS) + "**");
        lines.addAll(
                mine.isEmpty()
                        ? List.of(texts.get(Key.QUEUE_NONE_OF_YOURS))
                        : mine.subList(0, Math.min(mine.size(), 2 * OWN_MAX)));
    }

    private void running(QueueOverview queue, List<String> lines) {
        int all = queue.pools().stream().mapToInt(Pool::running).sum();
        if (all == 0) {
            return;
        }
        var named =
                queue.running().stream()
                        .filter(r -> guildId.equals(r.guildId()))
                        .limit(OTHERS_MAX)
                        .map(r -> "• " + person(r.userId()) + " " + progress(r))
                        .toList();
        lines.add("**" + texts.get(Key.QUEUE_RUNNING) + "**");
        lines.addAll(named);
        if (all > named.size()) {
            lines.add("• " + texts.get(Key.QUEUE_OTHERS, all - named.size()));
        }
    }

    private void waiting(QueueOverview queue, List<String> lines) {
        int all = queue.pools().stream().mapToInt(Pool::length).sum();
        if (all == 0) {
            return;
        }
        var named =
                queue.requests().stream()
                        .filter(w -> guildId.equals(w.guildId()))
                        .limit(OTHERS_MAX)
                        .map(w -> "• " + person(w.userId()) + " " + place(w.queue()))
                        .toList();
        lines.add("**" + texts.get(Key.QUEUE_WAITING) + "**");
        lines.addAll(named);
        if (all > named.size()) {
            lines.add("• " + texts.get(Key.QUEUE_OTHERS, all - named.size()));
        }
    }

    private boolean isMine(@Nullable String guild, @Nullable String user) {
        return guildId.equals(guild) && userId.equals(user);
    }

    private String progress(Running running) {
        return running.percent() + " %" + left(running.etaSeconds());
    }

    private String place(RequestProgress.Queue queue) {
        return texts.get(Key.CARD_QUEUE, queue.position(), queue.length())
                + left(queue.etaSeconds());
    }

    private String left(@Nullable Integer seconds) {
        return seconds == null
                ? ""
                : " · " + texts.get(Key.CARD_ETA, texts.duration(Duration.ofSeconds(seconds)));
    }

    private Optional<String> why(RequestProgress.Queue queue) {
        if (queue.position() == 1) {
            return Optional.of(texts.get(Key.QUEUE_NEXT));
        }
        var parts = new ArrayList<String>();
        ahead(queue, "waited_too_long", Key.QUEUE_AHEAD_WAITED).ifPresent(parts::add);
        ahead(queue, "priority", Key.QUEUE_AHEAD_PRIORITY).ifPresent(parts::add);
        ahead(queue, "less_use", Key.QUEUE_AHEAD_LESS_USE).ifPresent(parts::add);
        ahead(queue, "earlier", Key.QUEUE_AHEAD_EARLIER).ifPresent(parts::add);
        if (queue.usedSeconds() > 0) {
            var used = texts.duration(Duration.ofSeconds(queue.usedSeconds()));
            parts.add(texts.get(Key.QUEUE_USED, used));
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(texts.get(Key.QUEUE_WHY, String.join(" · ", parts)));
    }

    private Optional<String> ahead(RequestProgress.Queue queue, String criterion, Key key) {
        return Optional.ofNullable(queue.ahead().get(criterion)).map(n -> texts.get(key, n));
    }

    private static String link(@Nullable String threadId) {
        return threadId != null && threadId.matches("[0-9]{1,20}") ? " · <#" + threadId + ">" : "";
    }

    /** Mentions ping nobody here; they only show the name that the server knows. */
    private String person(@Nullable String user) {
        if (user == null) {
            return texts.get(Key.QUEUE_SOMEONE);
        }
        return user.matches("[0-9]{1,20}")
                ? "<@" + user + ">"
                : UserText.escape(UserText.cut(user, 40));
    }
}
