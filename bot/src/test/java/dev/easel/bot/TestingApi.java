package dev.easel.bot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.easel.bot.live.ThreadState;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.ErasedPosts;
import dev.easel.protocol.client.Problem;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** api as far as the bot reads it: details, images and progress, all over HTTP. */
final class TestingApi implements AutoCloseable {
    static final String TOKEN = "token-of-the-bot";

    private final HttpServer server;
    private final Map<String, RequestDetail> details = new ConcurrentHashMap<>();
    private final Map<String, List<byte[]>> images = new ConcurrentHashMap<>();
    private final Map<String, List<BlockingQueue<RequestProgress>>> streams = new HashMap<>();
    private final Map<String, RequestProgress> present = new HashMap<>();
    private final Map<String, ThreadState> threads = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, ErasedPosts.Post> erased = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile boolean picturesLost;
    private final Map<String, Object> lists = new ConcurrentHashMap<>();
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private volatile int loraCount;
    private final List<String> refused = new CopyOnWriteArrayList<>();

    private TestingApi(HttpServer server) {
        this.server = server;
    }

    static TestingApi start() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var api = new TestingApi(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/requests/", api::answer);
        server.createContext("/api/v1/threads/", api::thread);
        server.createContext("/api/v1/settings", api::settings);
        server.createContext("/api/v1/loras", api::loras);
        server.createContext("/api/v1/users/", api::forget);
        for (var list : List.of("models", "samplers", "schedulers", "queue", "backends")) {
            server.createContext("/api/v1/" + list, api::list);
        }
        server.createContext("/api/v1/requests", api::list);
        server.createContext("/api/v1/erased-posts", api::erasedPosts);
        server.start();
        return api;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void store(RequestDetail detail, List<byte[]> pngs) {
        images.put(detail.requestId().toString(), pngs);
        details.put(detail.requestId().toString(), detail);
    }

    /** Whether the store has lost all pictures, though they are listed. */
    void loseAll(boolean lost) {
        picturesLost = lost;
    }

    /** The pictures of a request, as whoever asks api gets them. */
    List<byte[]> pictures(String uid) {
        return images.getOrDefault(uid, List.of());
    }

    void thread(String id, ThreadState state) {
        threads.put(id, state);
    }

    /** What {@code GET /api/v1/…} answers to any query; without it the answer is 503. */
    void answer(String list, Object answer) {
        lists.put("/api/v1/" + list, answer);
    }

    /** From now on calls are taken and not answered, until {@link #recover}. */
    void hang() {
        hanging = new CountDownLatch(1);
    }

    void recover() {
        hanging.countDown();
        away = false;
        picturesLost = false;
    }

    /** Tells it to whoever follows the request, and first of all to whoever does so later. */
    synchronized void progress(RequestProgress progress) {
        var uid = progress.requestId().toString();
        present.put(uid, progress);
        streams.getOrDefault(uid, List.of()).forEach(q -> q.add(progress));
    }

    /** Calls that carried no token, or a wrong one. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        recover();
        server.stop(0);
    }

    private synchronized BlockingQueue<RequestProgress> open(String uid) {
        var queue = new LinkedBlockingQueue<RequestProgress>();
        var now = present.get(uid);
        if (now != null) {
            queue.add(now);
        }
        streams.computeIfAbsent(uid, _ -> new ArrayList<>()).add(queue);
        return queue;
    }

    private synchronized void end(String uid, BlockingQueue<RequestProgress> queue) {
        var queues = streams.get(uid);
        if (queues != null) {
            queues.remove(queue);
        }
    }

    private void thread(HttpExchange exchange) throws IOException {
        if (isRefused(exchange)) {
            return;
        }
        var parts = exchange.getRequestURI().getPath().split("/");
        var state = threads.get(parts[4]);
        boolean reset = exchange.getRequestMethod().equals("POST") && parts[5].equals("reset");
        if (state == null) {
            send(exchange, 404, new byte[0]);
            return;
        }
        if (reset) {
            threads.remove(parts[4]);
        }
        send(exchange, 200, Json.mapper().writeValueAsBytes(state));
    }

    /** What was asked for since the test began, as {@code METHOD path?query body}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Answers as usual again, and forgets what was asked for. */
    void reset() {
        recover();
        asked.clear();
        refused.clear();
        erased.clear();
    }

    void loras(int count) {
        loraCount = count;
    }

    private void settings(HttpExchange exchange) throws IOException {
        if (isRefused(exchange)) {
            return;
        }
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        if (body.contains("missing")) {
            var problem =
                    new Problem(
                            "The request has an invalid field.",
                            "default_model: missing is not installed. Nearest: ink-sdxl.",
                            "ModelNotFound",
                            "default_model",
                            null,
                            Map.of("kind", "model", "name", "missing", "nearest", "ink-sdxl"));
            send(exchange, 400, Json.mapper().writeValueAsBytes(problem));
        } else {
            send(exchange, 200, Json.mapper().writeValueAsBytes(Samples.settings()));
        }
    }

    private void forget(HttpExchange exchange) throws IOException {
        if (isRefused(exchange)) {
            return;
        }
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        send(exchange, 202, Json.mapper().writeValueAsBytes(Map.of("requests", 3)));
    }

    private void loras(HttpExchange exchange) throws IOException {
        if (isRefused(exchange)) {
            return;
        }
        asked.add("GET " + exchange.getRequestURI());
        var limit = exchange.getRequestURI().getQuery().replaceAll(".*limit=([0-9]+).*", "$1");
        var list = Samples.loras(loraCount, Integer.parseInt(limit));
        send(exchange, 200, Json.mapper().writeValueAsBytes(list));
    }

    /** Answers nothing but 503 from now on, or answers again. */
    void away(boolean gone) {
        away = gone;
    }

    /** Lists them until their removal is confirmed. */
    void erase(ErasedPosts.Post post) {
        erased.put(post.requestId().toString(), post);
    }

    /** Requests whose posts are still listed. */
    Set<String> erased() {
        return Set.copyOf(erased.keySet());
    }

    private void erasedPosts(HttpExchange exchange) throws IOException {
        if (isRefused(exchange)) {
            return;
        }
        if (exchange.getRequestMethod().equals("DELETE")) {
            var path = exchange.getRequestURI().getPath();
            erased.remove(path.substring("/api/v1/erased-posts/".length()));
            send(exchange, 204, new byte[0]);
            return;
        }
        var posts = new ErasedPosts(List.copyOf(erased.values()));
        send(exchange, 200, Json.mapper().writeValueAsBytes(posts));
    }

    private void list(HttpExchange exchange) throws IOException {
        if (isRefused(exchange)) {
            return;
        }
        asked.add("GET " + exchange.getRequestURI());
        var answer = lists.get(exchange.getRequestURI().getPath());
        send(
                exchange,
                answer == null ? 503 : 200,
                answer == null ? new byte[0] : Json.mapper().writeValueAsBytes(answer));
    }

    private boolean isRefused(HttpExchange exchange) {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (away) {
            send(exchange, 503, new byte[0]);
            return true;
        }
        if (("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
        }
        refused.add(exchange.getRequestURI().getPath());
        send(exchange, 401, new byte[0]);
        return true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (isRefused(exchange)) {
            return;
        }
        var parts = path.substring("/api/v1/requests/".length()).split("/");
        var uid = parts[0];
        if (parts.length == 2 && parts[1].equals("events")) {
            stream(exchange, uid);
        } else if (!details.containsKey(uid)) {
            send(exchange, 404, new byte[0]);
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            asked.add("DELETE " + exchange.getRequestURI());
            details.remove(uid);
            images.remove(uid);
            send(exchange, 204, new byte[0]);
        } else if (parts.length == 1) {
            send(exchange, 200, Json.mapper().writeValueAsBytes(details.get(uid)));
        } else {
            var stored = images.getOrDefault(uid, List.of());
            int index = Integer.parseInt(parts[2]);
            boolean there = index < stored.size() && !picturesLost;
            send(exchange, there ? 200 : 404, there ? stored.get(index) : new byte[0]);
        }
    }

    private void stream(HttpExchange exchange, String uid) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var queue = open(uid);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            while (true) {
                var progress = queue.take();
                boolean end =
                        progress.status() == RequestStatus.COMPLETED
                                || progress.status() == RequestStatus.FAILED;
                var event =
                        "event: "
                                + (end ? "end" : "progress")
                                + "\ndata: "
                                + Json.mapper().writeValueAsString(progress)
                                + "\n\n";
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (end) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(uid, queue);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
