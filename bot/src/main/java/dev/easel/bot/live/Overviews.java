package dev.easel.bot.live;

import dev.easel.protocol.client.BackendReport;
import dev.easel.protocol.client.QueueOverview;
import dev.easel.protocol.client.RequestPage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes on: the queue, the back ends, and what was asked for before. */
public final class Overviews {
    private static final int PAGE_MAX = 100;

    /**
     * Which requests: someone's in a guild, or those of a thread.
     *
     * @param text words that the instruction contains; empty for all
     */
    public record Wanted(
            String guildId, @Nullable String userId, @Nullable String threadId, String text) {}

    /**
     * The first so many requests, newest first.
     *
     * @param more whether there are others after them
     */
    public record Past(List<RequestPage.Summary> requests, boolean more) {}

    private final Api api;

    public Overviews(Api api) {
        this.api = api;
    }

    /** All pools, and the requests of one guild. */
    public QueueOverview queue(String guildId) {
        return read("/api/v1/queue?guild_id=" + Api.encode(guildId), QueueOverview.class);
    }

    public BackendReport backends(String pool) {
        return read("/api/v1/backends?pool=" + Api.encode(pool), BackendReport.class);
    }

    /** At least so many, if there are so many. */
    public Past requests(Wanted wanted, int count) {
        var path =
                "/api/v1/requests?guild_id="
                        + Api.encode(wanted.guildId())
                        + parameter("user_id", wanted.userId())
                        + parameter("thread_id", wanted.threadId())
                        + parameter("text", wanted.text().isEmpty() ? null : wanted.text())
                        + "&limit="
                        + Math.min(count, PAGE_MAX);
        var found = new ArrayList<RequestPage.Summary>();
        @Nullable String cursor = null;
        do {
            var page = read(path + parameter("cursor", cursor), RequestPage.class);
            found.addAll(page.requests());
            cursor = page.nextCursor();
        } while (cursor != null && found.size() < count);
        return new Past(List.copyOf(found), cursor != null);
    }

    private <T> T read(String path, Class<T> type) {
        return api.found(path, type)
                .orElseThrow(() -> new Api.ApiUnavailable("api does not know " + path));
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + Api.encode(value);
    }
}
