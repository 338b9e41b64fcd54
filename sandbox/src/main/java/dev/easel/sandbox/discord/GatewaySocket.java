package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.ServerConnection;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.Deflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/** One connection. A thread of its own writes, so that frames keep their order and nobody waits. */
final class GatewaySocket {
    private static final Logger LOG = LoggerFactory.getLogger(GatewaySocket.class);
    private static final int CHUNK_BYTES = 16 * 1024;

    private sealed interface Outgoing {
        record Frame(JsonNode payload) implements Outgoing {}

        record Close(int code, String reason) implements Outgoing {}
    }

    private final WebSocketChannel channel;
    private final ServerConnection connection;
    private final boolean compressed;
    private final Deflater deflater = new Deflater();
    private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();

    GatewaySocket(WebSocketChannel channel, ServerConnection connection, boolean compressed) {
        this.channel = channel;
        this.connection = connection;
        this.compressed = compressed;
        Thread.ofVirtual().name("discord-gateway-writer").start(this::write);
    }

    void send(JsonNode frame) {
        queue.add(new Outgoing.Frame(frame));
    }

    void close(int code, String reason) {
        queue.add(new Outgoing.Close(code, reason));
    }

    /** Drops the TCP connection without a word. */
    void reset() {
        try {
            connection.setOption(Options.CLOSE_ABORT, true);
            connection.close();
        } catch (IOException e) {
            LOG.debug("the connection was gone already", e);
        }
    }

    private void write() {
        try {
            while (true) {
                switch (queue.take()) {
                    case Outgoing.Frame(var payload) -> writeFrame(Json.bytes(payload));
                    case Outgoing.Close(var code, var reason) -> {
                        WebSockets.sendCloseBlocking(new CloseMessage(code, reason), channel);
                        connection.close();
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("the client went away", e);
        } finally {
            deflater.end();
        }
    }

    private void writeFrame(byte[] json) throws IOException {
        if (compressed) {
            WebSockets.sendBinaryBlocking(ByteBuffer.wrap(deflate(json)), channel);
        } else {
            WebSockets.sendTextBlocking(
                    new String(json, java.nio.charset.StandardCharsets.UTF_8), channel);
        }
    }

    /** One zlib stream for the whole connection, flushed at the end of each payload. */
    private byte[] deflate(byte[] json) {
        deflater.setInput(json);
        var out = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK_BYTES];
        int written;
        do {
            written = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            out.write(chunk, 0, written);
        } while (written == chunk.length);
        return out.toByteArray();
    }

    /** Ends the writer when the other side has gone. */
    void ended() {
        close(1000, "");
    }
}
