package dev.easel.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestProgress;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request's present state, written once for all who listen.
 *
 * @param number of its latest change
 * @param progress absent once it was deleted
 * @param data what an event carries, as JSON
 */
record Change(
        long number,
        UUID request,
        String tenant,
        String pool,
        @Nullable RequestProgress progress,
        byte[] data) {

    static Change of(
            long number,
            UUID request,
            String tenant,
            String pool,
            @Nullable RequestProgress progress) {
        return new Change(
                number,
                request,
                tenant,
                pool,
                progress,
                json(progress == null ? Map.of("request_id", request) : progress));
    }

    boolean waits() {
        return progress != null && progress.queue() != null;
    }

    /**
     * @param id from which a listener may go on; absent if there is more to tell before that
     */
    byte[] event(@Nullable Long id) {
        return Event.bytes(progress == null ? "deleted" : "request", id, data);
    }

    private static byte[] json(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event could not be written as JSON", e);
        }
    }
}
