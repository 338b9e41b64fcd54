package dev.easel.api.generation;

import dev.easel.api.audit.Audit;
import dev.easel.api.audit.Audit.Door;
import dev.easel.api.audit.Audit.Event;
import dev.easel.api.cluster.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a resource tells about who made and who cancelled it, whatever door they came by. */
final class Deeds {
    private static final String BOT = "easel-bot";

    private Deeds() {}

    static Event created(Snapshot seen) {
        var details = new HashMap<String, String>();
        details.put("action", seen.action());
        if (seen.sourceRequestUid() != null) {
            details.put("source", seen.sourceRequestUid().toString());
        }
        return new Event(
                door(seen.source()),
                seen.caller(),
                "request.created",
                seen.tenant(),
                seen.userId(),
                seen.requestUid().toString(),
                details);
    }

    /** Whoever wrote the state last; api's own calls are written down where they are made. */
    static Optional<Event> cancelled(Snapshot seen) {
        var by = seen.canceller();
        if (by == null || by.equals(Resources.FIELD_MANAGER)) {
            return Optional.empty();
        }
        var bot = by.equals(BOT);
        return Optional.of(
                new Event(
                        bot ? Door.DISCORD : Door.KUBECTL,
                        bot ? Audit.BOT : by,
                        "request.cancelled",
                        seen.tenant(),
                        seen.userId(),
                        seen.requestUid().toString(),
                        bot && seen.cancelledBy() != null
                                ? Map.of("by", seen.cancelledBy())
                                : Map.of()));
    }

    private static Door door(String source) {
        return switch (source) {
            case "Discord" -> Door.DISCORD;
            case "API" -> Door.API;
            default -> Door.KUBECTL;
        };
    }

    /** Without its resource a request cannot go on: somebody has deleted it in the cluster. */
    static Event deletedInTheCluster(Requests.Row row) {
        return new Event(
                Door.KUBECTL,
                "",
                "request.cancelled",
                row.tenant(),
                row.userId(),
                row.requestUid().toString(),
                Map.of());
    }
}
