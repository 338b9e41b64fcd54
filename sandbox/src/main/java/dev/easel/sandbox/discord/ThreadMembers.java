package dev.easel.sandbox.discord;

/** Who is in a thread. */
final class ThreadMembers {
    private final World world;
    private final Access access;
    private final Events events;

    ThreadMembers(World world, Access access, Events events) {
        this.world = world;
        this.access = access;
        this.events = events;
    }

    void addTo(Routes routes) {
        var members = "/channels/{channel_id}/thread-members";
        routes.put(members + "/@me", r -> join(r, World.BOT));
        routes.delete(members + "/@me", this::leave);
        routes.put(members + "/{user_id}", this::addMember);
        routes.delete(members + "/{user_id}", this::expel);
    }

    private User member(RestRequest request) {
        var user = world.user(request.path("user_id"));
        if (user == null) {
            throw DiscordError.unknownUser();
        }
        return user;
    }

    private Answer join(RestRequest request, User user) {
        join(thread(request), user);
        return Answer.nothing();
    }

    private Answer addMember(RestRequest request) {
        access.requireWriting(thread(request));
        return join(request, member(request));
    }

    private Answer expel(RestRequest request) {
        var thread = thread(request);
        var own = thread.type == Channel.PRIVATE_THREAD && thread.owner.id().equals(World.BOT.id());
        if (!own) {
            access.require(thread, Permission.MANAGE_THREADS);
        }
        leave(thread, member(request));
        return Answer.nothing();
    }

    private void leave(Channel thread, User user) {
        if (thread.memberSince.remove(user.id()) != null) {
            events.memberRemoved(thread, user);
        }
    }

    /** Adds a member; whether it was none before. */
    boolean join(Channel thread, User user) {
        var added = thread.memberSince.putIfAbsent(user.id(), world.now()) == null;
        if (added) {
            events.memberAdded(thread, user);
        }
        return added;
    }

    private Answer leave(RestRequest request) {
        leave(thread(request), World.BOT);
        return Answer.nothing();
    }

    private Channel thread(RestRequest request) {
        var thread = access.seen(request.path("channel_id"));
        if (!thread.isThread()) {
            throw DiscordError.wrongChannelType();
        }
        if (thread.archived) {
            throw DiscordError.archivedThread();
        }
        return thread;
    }
}
