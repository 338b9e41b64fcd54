package dev.easel.api.history;

import dev.easel.crds.v1alpha1.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides from what the database has whether a request can start where it says. Pure. */
final class SourceRules {
    private SourceRules() {}

    /** What the database has for a {@link Start}. */
    sealed interface Seen {
        /** No request has the id. */
        record Nobody() implements Seen {}

        /**
         * The thread has nothing stored.
         *
         * @param reset whether it once had
         * @param underway whether a request in it may still store something
         */
        record EmptyThread(boolean reset, boolean underway) implements Seen {}

        /** An earlier request of the thread may still change what its latest generation is. */
        record BusyThread() implements Seen {}

        /** A request that somebody deleted. */
        record Erased(UUID uid, String tenant) implements Seen {}

        /**
         * A request.
         *
         * @param status one of the contract's four words
         * @param refused whether acceptance said no
         * @param stored what it was made with; absent if it has no result
         */
        record Request(
                UUID uid,
                String tenant,
                String status,
                boolean cancelled,
                boolean refused,
                @Nullable String reason,
                @Nullable Stored stored)
                implements Seen {}
    }

    record Stored(int width, int height, int imageCount, List<Integer> indexes) {
        Stored {
            indexes = List.copyOf(indexes);
        }
    }

    static Found judge(Start start, Seen seen) {
        return switch (seen) {
            case Seen.Nobody() -> unknown(start);
            case Seen.EmptyThread thread -> emptyThread(start, thread);
            case Seen.BusyThread() ->
                    new Found.Underway(
                            "An earlier request of the thread is not finished yet; this one starts"
                                    + " from what it makes.");
            // Guilds never learn of each other's requests, not even that they exist.
            case Seen.Request request when !start.sees(request.tenant()) -> unknown(start);
            case Seen.Erased erased when !start.sees(erased.tenant()) -> unknown(start);
            case Seen.Erased erased ->
                    new Found.Missing(
                            "The request "
                                    + erased.uid()
                                    + ", which this one starts from, was deleted with its pictures."
                                    + " Start from another one, or make it anew with the action"
                                    + " Generate.",
                            Map.of("case", "deleted", "request", erased.uid().toString()));
            case Seen.Request request when request.stored() != null ->
                    stored(start, request.uid(), request.stored());
            case Seen.Request request -> withoutResult(request);
        };
    }

    private static Found unknown(Start start) {
        return new Found.Missing(
                "spec.source.requestID: there is no request "
                        + start.source()
                        + " to start from. Take request_id from the API or metadata.uid from the"
                        + " cluster of a finished request of your own.",
                Map.of("case", "unknown", "request", String.valueOf(start.source())));
    }

    private static Found emptyThread(Start start, Seen.EmptyThread thread) {
        if (thread.underway()) {
            return new Found.Underway("The thread's generation is not finished yet.");
        }
        var verb = start.action() == Action.RESTORE ? "restore" : "refine";
        return new Found.Missing(
                (thread.reset()
                                ? "The thread was reset and has no generation since, so there is"
                                        + " nothing to "
                                : "Easel knows no generation of this thread, so there is nothing"
                                        + " to ")
                        + verb
                        + ". Begin with the action Generate, or name an earlier request in"
                        + " spec.source.",
                Map.of("case", thread.reset() ? "thread_reset" : "thread_empty"));
    }

    private static Found stored(Start start, UUID uid, Stored stored) {
        var index = start.imageIndex();
        if (index == null || stored.indexes().contains(index)) {
            return new Found.Ready(
                    uid, index, stored.width(), stored.height(), stored.imageCount());
        }
        return new Found.Missing(
                "spec.source.imageIndex: the request "
                        + uid
                        + " has no image "
                        + index
                        + ". It has "
                        + listed(stored.indexes())
                        + ".",
                Map.of(
                        "case",
                        "no_image",
                        "request",
                        uid.toString(),
                        "image",
                        index.toString(),
                        "images",
                        joined(stored.indexes(), "\n")));
    }

    private static String listed(List<Integer> indexes) {
        return indexes.size() == 1
                ? "only the image " + indexes.get(0)
                : "the images " + joined(indexes, ", ");
    }

    private static String joined(List<Integer> indexes, String separator) {
        return indexes.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    private static Found withoutResult(Seen.Request request) {
        var finished = request.status().equals("completed") || request.status().equals("failed");
        if (!request.cancelled() && !request.refused() && !finished) {
            return new Found.Underway(
                    "The request "
                            + request.uid()
                            + ", which this one starts from, is not finished yet.");
        }
        return new Found.Missing(
                "The request "
                        + request.uid()
                        + ", which this one starts from, "
                        + fate(request)
                        + ", so there is nothing to start from. Start from another one, or make it"
                        + " anew with the action Generate.",
                params(request));
    }

    private static Map<String, String> params(Seen.Request request) {
        var params = new HashMap<String, String>();
        params.put("request", request.uid().toString());
        params.put(
                "case",
                request.cancelled() ? "cancelled" : request.refused() ? "refused" : "failed");
        if (request.reason() != null && !request.cancelled()) {
            params.put("reason", request.reason());
        }
        return params;
    }

    private static String fate(Seen.Request request) {
        if (request.cancelled()) {
            return "was cancelled";
        }
        var why = request.reason() == null ? "" : " (" + request.reason() + ")";
        return request.refused() ? "was refused" + why : "failed" + why;
    }
}
