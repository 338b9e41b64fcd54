package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Lists of threads and of their members. */
final class ThreadListings {
    private static final int LIMIT_MAX = 100;
    private static final int LIMIT_DEFAULT = 50;

    private final World world;
    private final Access access;
    private final Shapes shapes;

    ThreadListings(World world, Access access, Shapes shapes) {
        this.world = world;
        this.access = access;
        this.shapes = shapes;
    }

    void addTo(Routes routes) {
        var channel = "/channels/{channel_id}";
        routes.get("/guilds/{guild_id}/threads/active", this::active);
        routes.get(channel + "/threads/archived/public", this::archivedPublic);
        routes.get(channel + "/threads/archived/private", this::archivedPrivate);
        routes.get(channel + "/users/@me/threads/archived/private", this::ownArchivedPrivate);
        routes.get(channel + "/thread-members", this::members);
        routes.get(channel + "/thread-members/{user_id}", this::member);
    }

    private Answer active(RestRequest request) {
        if (!request.path("guild_id").equals(World.GUILD_ID)) {
            throw DiscordError.unknownGuild();
        }
        var found =
                world.channels()
                        .filter(c -> c.isThread() && !c.archived)
                        .filter(c -> access.sees(World.BOT, c))
                        .toList();
        return Answer.ok(listing(found, false));
    }

    private Answer archivedPublic(RestRequest request) {
        return archived(request, c -> c.type == Channel.PUBLIC_THREAD);
    }

    private Answer archivedPrivate(RestRequest request) {
        access.require(access.seen(request.path("channel_id")), Permission.MANAGE_THREADS);
        return archived(request, c -> c.type == Channel.PRIVATE_THREAD);
    }

    private Answer ownArchivedPrivate(RestRequest request) {
        return archived(
                request,
                c -> c.type == Channel.PRIVATE_THREAD && c.memberSince.containsKey(World.BOT.id()));
    }

    /** The latest archived first. */
    private Answer archived(RestRequest request, Predicate<Channel> wanted) {
        var parent = access.seen(request.path("channel_id"));
        access.require(parent, Permission.READ_MESSAGE_HISTORY);
        var before = before(request.query().getOrDefault("before", ""));
        var limit = limit(request.query().getOrDefault("limit", ""));
        var found =
                world.channels()
                        .filter(c -> parent.id.equals(c.parentId) && c.archived)
                        .filter(wanted)
                        .filter(c -> c.archiveChangedAt.isBefore(before))
                        .sorted(Comparator.comparing((Channel c) -> c.archiveChangedAt).reversed())
                        .toList();
        var page = found.subList(0, Math.min(limit, found.size()));
        return Answer.ok(listing(page, page.size() < found.size()));
    }

    /** A time, or an id for the time that it holds; without one everything is before. */
    private static Instant before(String text) {
        if (text.isEmpty()) {
            return Instant.MAX;
        }
        try {
            return text.matches("\\d+")
                    ? Snowflakes.time(text)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw DiscordError.invalid(
                    "before", "DATE_TIME_TYPE_PARSE", "Could not parse " + text + ".");
        }
    }

    private static int limit(String text) {
        var limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : LIMIT_DEFAULT;
        return Math.clamp(limit, 2, LIMIT_MAX);
    }

    private ObjectNode listing(List<Channel> found, boolean more) {
        var json = Json.object();
        var threads = json.putArray("threads");
        var members = json.putArray("members");
        for (var thread : found) {
            threads.add(shapes.forBot(thread));
            var since = thread.memberSince.get(World.BOT.id());
            if (since != null) {
                members.add(shapes.threadMember(thread, World.BOT, since));
            }
        }
        return json.put("has_more", more);
    }

    private Channel thread(RestRequest request) {
        var thread = access.seen(request.path("channel_id"));
        if (!thread.isThread()) {
            throw DiscordError.wrongChannelType();
        }
        return thread;
    }

    private Answer members(RestRequest request) {
        var thread = thread(request);
        var list = Json.array();
        for (var user : world.users()) {
            var since = thread.memberSince.get(user.id());
            if (since != null) {
                list.add(shapes.threadMember(thread, user, since));
            }
        }
        return Answer.ok(list);
    }

    private Answer member(RestRequest request) {
        var thread = thread(request);
        var id = request.path("user_id");
        var user = world.user(id.equals("@me") ? World.BOT.id() : id);
        var since = user == null ? null : thread.memberSince.get(user.id());
        if (user == null || since == null) {
            throw DiscordError.unknownUser();
        }
        return Answer.ok(shapes.threadMember(thread, user, since));
    }
}
