package dev.easel.sandbox.standin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP shell of a stand-in: one virtual thread per request, transport faults, the request log,
 * and the control surface under {@code /_sandbox/}. Thread-safe.
 */
public final class StandInServer implements AutoCloseable {
    private static final int GZIP_BYTES_MIN = 1_000;

    private final String bindAddress;
    private final Service service;
    private final Faults faults;
    private final RequestLog log;
    private final Control control;
    private final boolean gzip;
    private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    private int port;
    private @Nullable WebServer server;
    private boolean closed;

    private StandInServer(
            String bindAddress,
            int port,
            boolean gzip,
            Service service,
            Faults faults,
            ObjectMapper mapper) {
        this.bindAddress = bindAddress;
        this.port = port;
        this.gzip = gzip;
        this.service = service;
        this.faults = faults;
        this.log = new RequestLog(Clock.systemUTC(), mapper);
        this.control = new Control(this, service, faults, log, mapper);
    }

    /**
     * Listens until closed.
     *
     * @param port 0 for a free one
     * @param gzip whether answers are compressed for clients that accept it, as the original does
     * @param faultFamily the sealed family of the service's own faults
     */
    public static StandInServer start(
            String bindAddress,
            int port,
            boolean gzip,
            Service service,
            Faults faults,
            Class<? extends Fault> faultFamily) {
        var mapper = new ObjectMapper();
        mapper.registerSubtypes(TransportFault.class.getPermittedSubclasses());
        mapper.registerSubtypes(faultFamily.getPermittedSubclasses());
        var started = new StandInServer(bindAddress, port, gzip, service, faults, mapper);
        started.goOnline();
        return started;
    }

    /** Where clients on this machine reach it. */
    public synchronized URI url() {
        var host =
                bindAddress.equals("0.0.0.0") || bindAddress.equals("::")
                        ? "127.0.0.1"
                        : bindAddress;
        return URI.create("http://" + host + ":" + port);
    }

    public RequestLog log() {
        return log;
    }

    public synchronized int port() {
        return port;
    }

    /** Connections are refused from now on; requests under way are cut. */
    public synchronized void goOffline() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    /** Listens again, on the same port. */
    public synchronized void goOnline() {
        if (server == null && !closed) {
            server =
                    WebServer.builder()
                            .host(bindAddress)
                            .port(port)
                            .shutdownHook(false)
                            .shutdownGracePeriod(Duration.ZERO)
                            .routing(r -> r.any(this::handle))
                            .build()
                            .start();
            port = server.port();
        }
    }

    /** Begins once the request that asked for it is answered. */
    void goOfflineFor(Duration pause) {
        pauses.add(pause);
    }

    private void goOfflineIfAsked() {
        for (var pause = pauses.poll(); pause != null; pause = pauses.poll()) {
            var length = pause;
            Thread.ofVirtual()
                    .start(() -> {
                        goOffline();
                        pause(length);
                        goOnline();
                    });
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        goOffline();
    }

    private void handle(ServerRequest request, ServerResponse response) {
        var call = read(request);
        if (call.path().startsWith("/_sandbox/")) {
            send(call, control.answer(call), response);
            goOfflineIfAsked();
            return;
        }
        log.add(call);
        var hit = faults.takeEach(TransportFault.class, call.path());
        for (var fault : hit) {
            if (fault instanceof TransportFault.Slow(long millis)) {
                pause(Duration.ofMillis(millis));
            }
        }
        for (var fault : hit) {
            switch (fault) {
                case TransportFault.ConnectionReset() ->
                        throw new CloseConnectionException("asked to drop the connection");
                case TransportFault.Answer(int status, String type, String body) -> {
                    send(call, Reply.text(status, type, body), response);
                    return;
                }
                case TransportFault.Html(int status) -> {
                    send(call, Reply.text(status, "text/html", htmlPage(status)), response);
                    return;
                }
                case TransportFault.RateLimited(int seconds) -> {
                    send(call, tooMany(seconds), response);
                    return;
                }
                case TransportFault.Packed() -> {
                    send(call, packed(service.answer(call)), response);
                    return;
                }
                case TransportFault.TruncatedJson() -> {
                    send(call, cut(service.answer(call)), response);
                    return;
                }
                case TransportFault.Slow _, TransportFault.Offline _ -> {}
            }
        }
        send(call, service.answer(call), response);
    }

    private static Call read(ServerRequest request) {
        var query = new HashMap<String, String>();
        request.query().toMap().forEach((name, values) -> query.put(name, values.getFirst()));
        var headers = new HashMap<String, String>();
        request.headers().forEach(h -> headers.put(h.name().toLowerCase(Locale.ROOT), h.get()));
        return new Call(
                request.prologue().method().text(),
                request.path().path(),
                Map.copyOf(query),
                Map.copyOf(headers),
                request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0]);
    }

    private void send(Call call, Reply reply, ServerResponse response) {
        switch (reply) {
            case Reply.Whole(int status, String contentType, byte[] body) -> {
                response.status(Status.create(status));
                response.header(HeaderNames.CONTENT_TYPE, contentType);
                if (gzip
                        && body.length >= GZIP_BYTES_MIN
                        && call.header("accept-encoding").orElse("").contains("gzip")) {
                    response.header(HeaderNames.CONTENT_ENCODING, "gzip");
                    response.send(gzipped(body));
                } else {
                    response.send(body);
                }
            }
            case Reply.WithHeaders(Reply inner, Map<String, String> headers) -> {
                headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
                send(call, inner, response);
            }
            case Reply.Lines(String contentType, Reply.Source source) -> {
                response.header(HeaderNames.CONTENT_TYPE, contentType);
                try (var out = response.outputStream()) {
                    source.writeTo(line -> {
                        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    });
                } catch (IOException e) {
                    throw new CloseConnectionException("the client went away", e);
                }
            }
        }
    }

    private static Reply tooMany(int seconds) {
        return new Reply.WithHeaders(
                Reply.text(429, Reply.JSON, "{\"error\":\"Rate limit exceeded\"}"),
                Map.of("Retry-After", Integer.toString(seconds)));
    }

    private static Reply packed(Reply reply) {
        return reply instanceof Reply.Whole(int status, String type, byte[] body)
                ? new Reply.WithHeaders(
                        new Reply.Whole(status, type, gzipped(body)),
                        Map.of("Content-Encoding", "gzip"))
                : reply;
    }

    private static Reply cut(Reply reply) {
        return switch (reply) {
            case Reply.Whole(int status, String type, byte[] body) ->
                    new Reply.Whole(status, type, Arrays.copyOf(body, body.length / 2));
            case Reply.WithHeaders(Reply inner, Map<String, String> headers) ->
                    new Reply.WithHeaders(cut(inner), headers);
            case Reply.Lines lines ->
                    new Reply.Lines(
                            lines.contentType(),
                            sink ->
                                    lines.source()
                                            .writeTo(line ->
                                                    sink.line(
                                                            line.substring(0, line.length() / 2))));
        };
    }

    private static String htmlPage(int status) {
        return "<!DOCTYPE html>\n<html><head><title>%d</title></head>\n<body><h1>%d</h1></body></html>\n"
                .formatted(status, status);
    }

    private static byte[] gzipped(byte[] body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
