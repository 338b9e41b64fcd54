package dev.easel.api.live;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is written to a stream, in the form of server-sent events. */
final class Event {
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);

    private Event() {}

    /**
     * @param data in one line
     */
    static byte[] bytes(String name, @Nullable Long id, byte[] data) {
        var head = "event: " + name + (id == null ? "" : "\nid: " + id) + "\ndata: ";
        var start = head.getBytes(StandardCharsets.UTF_8);
        var event = new byte[start.length + data.length + END.length];
        System.arraycopy(start, 0, event, 0, start.length);
        System.arraycopy(data, 0, event, start.length, data.length);
        System.arraycopy(END, 0, event, start.length + data.length, END.length);
        return event;
    }

    /** No event for the client, which only keeps the id that it goes on from. */
    static byte[] id(long number) {
        return text("id: " + number + "\n\n");
    }

    static byte[] retry(long millis) {
        return text("retry: " + millis + "\n\n");
    }

    static byte[] heartbeat(@Nullable Long id) {
        return text(": still here\n" + (id == null ? "" : "id: " + id + "\n") + "\n");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
