package dev.easel.sandbox.discord;

import java.util.Arrays;
import java.util.Collection;

/** What a member may do in a channel, by Discord's own names and bits. */
public enum Permission {
    ADMINISTRATOR(3),
    MANAGE_CHANNELS(4),
    MANAGE_GUILD(5),
    ADD_REACTIONS(6),
    VIEW_CHANNEL(10),
    SEND_MESSAGES(11),
    MANAGE_MESSAGES(13),
    EMBED_LINKS(14),
    ATTACH_FILES(15),
    READ_MESSAGE_HISTORY(16),
    MENTION_EVERYONE(17),
    USE_APPLICATION_COMMANDS(31),
    MANAGE_THREADS(34),
    CREATE_PUBLIC_THREADS(35),
    CREATE_PRIVATE_THREADS(36),
    SEND_MESSAGES_IN_THREADS(38);

    /** Everything there is, which is what the owner of a guild may do. */
    static final long ALL = (1L << 53) - 1;

    private final long bit;

    Permission(int position) {
        this.bit = 1L << position;
    }

    long bit() {
        return bit;
    }

    boolean in(long permissions) {
        return (permissions & bit) != 0;
    }

    static long of(Permission... permissions) {
        return of(Arrays.asList(permissions));
    }

    static long of(Collection<Permission> permissions) {
        return permissions.stream().mapToLong(Permission::bit).reduce(0, (a, b) -> a | b);
    }

    /** By Discord's name; an unknown one is an IllegalArgumentException. */
    static Permission named(String name) {
        return Arrays.stream(values())
                .filter(p -> p.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                name + " is none of " + Arrays.toString(values())));
    }
}
