package dev.easel.api.live;

import dev.easel.api.live.Streams.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The events of all requests that may be seen: the present state of whatever changed after what the
 * client knows, then each change as it comes.
 *
 * @param look brings the window up to date
 * @param known the last number that the client has; none begins with what comes next
 * @param sees whether requests of a tenant may be seen
 */
record Everything(Window window, Runnable look, OptionalLong known, Predicate<String> sees)
        implements Streams.Body {
    private static final byte[] RESET_DATA = "{}".getBytes(StandardCharsets.UTF_8);

    @Override
    public void follow(Stream stream) throws IOException, InterruptedException {
        var batch = first();
        if (known.isEmpty()) {
            stream.send(Event.id(batch.number()));
        }
        while (true) {
            send(stream, batch);
            if (!stream.goesOn()) {
                return;
            }
            batch = window.await(batch.version(), stream.silence());
            if (batch.changes().isEmpty() && !stream.silence().isPositive()) {
                // The id spares the next connection what others' requests did.
                stream.send(Event.heartbeat(batch.number()));
            }
        }
    }

    private Window.Batch first() {
        if (known.isEmpty()) {
            return window.now();
        }
        if (known.getAsLong() > window.number()) {
            look.run(); // Another replica may have seen more.
        }
        return window.after(known.getAsLong());
    }

    private void send(Stream stream, Window.Batch batch) throws IOException {
        if (batch.incomplete()) {
            stream.send(Event.bytes("reset", batch.number(), RESET_DATA));
        }
        var seen = batch.changes().stream().filter(c -> sees.test(c.tenant())).iterator();
        while (seen.hasNext()) {
            var change = seen.next();
            // With the last one the client knows all of the batch.
            stream.send(change.event(seen.hasNext() ? null : batch.number()));
        }
    }
}
