package dev.easel.generator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.FailureReport;
import dev.easel.protocol.work.ProgressReport;
import dev.easel.protocol.work.ResultReceipt;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.SearchQuery;
import dev.easel.protocol.work.SearchReply;
import dev.easel.protocol.work.StoredImage;
import dev.easel.protocol.work.WorkOrder;
import dev.easel.protocol.work.WorkRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The side of api that a generator sees, in memory. Grants one claim. */
final class TestingApi implements AutoCloseable {
    static final String TOKEN = "token-of-the-pod";

    final UUID resultId = UUID.randomUUID();
    private final HttpServer server;
    private final WorkOrder order;
    private final Queue<Integer> answers = new ArrayDeque<>();
    private final Map<Integer, byte[]> images = new TreeMap<>();
    private final List<ProgressReport> progress = new ArrayList<>();
    private final List<ResultReport> results = new ArrayList<>();
    private final List<FailureReport> failures = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private boolean claimed;
    private int after;
    private int full;
    private String refusal = "";
    private final List<SearchQuery> searches = new ArrayList<>();
    private int searchStatus = 200;
    private SearchReply found = new SearchReply(null, false, List.of(), "Nobody is there.");
    private String sourceMissing = "";
    private List<byte[]> sources = List.of();
    private final List<String> sourcesAsked = new ArrayList<>();
    private String token = TOKEN;
    private Consumer<String> rotation = _ -> {};

    TestingApi(WorkOrder order) {
        this.order = order;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/v1/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next calls are answered with these statuses and have no effect. */
    synchronized void answerNext(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** Another pod has claimed already. */
    synchronized void claimedElsewhere() {
        claimed = true;
    }

    /** So many uploads find the store full. */
    synchronized void refuseUploads(int count) {
        full = count;
    }

    /** From now on every call of the claim is answered so: 409 retired, 410 cancelled. */
    synchronized void end(int status) {
        after = status;
    }

    /** The claim is answered 422: there is nothing to start from. */
    synchronized void missSource(String why) {
        sourceMissing = why;
    }

    /** Results are answered 409 with this code. */
    synchronized void refuseResults(String code) {
        refusal = code;
    }

    /** Once the claim is granted only a fresh token is taken, which the kubelet here writes. */
    synchronized void rotateTokenAfterClaim(Consumer<String> kubelet) {
        rotation =
                fresh -> {
                    kubelet.accept(fresh);
                    token = fresh;
                };
    }

    /** Every search is answered so. */
    synchronized void answerSearches(int status, SearchReply reply) {
        searchStatus = status;
        found = reply;
    }

    synchronized List<SearchQuery> searches() {
        return List.copyOf(searches);
    }

    /** The pictures of the previous generation. */
    synchronized void sources(List<byte[]> pngs) {
        sources = List.copyOf(pngs);
    }

    /** The queries with which they were fetched. */
    synchronized List<String> sourcesAsked() {
        return List.copyOf(sourcesAsked);
    }

    synchronized List<byte[]> images() {
        return List.copyOf(images.values());
    }

    synchronized List<ProgressReport> progress() {
        return List.copyOf(progress);
    }

    synchronized List<ResultReport> results() {
        return List.copyOf(results);
    }

    synchronized List<FailureReport> failures() {
        return List.copyOf(failures);
    }

    /** What the generator did against the contract. */
    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            synchronized (this) {
                answer(exchange, body);
            }
        }
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var id = order.requestId();
        var attempt = order.attempt();
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            complaints.add("wrong token at " + path);
        }
        if (!answers.isEmpty()) {
            send(exchange, answers.remove(), "{}");
            return;
        }
        if (path.equals(WorkRoutes.claim(id, attempt)) && !sourceMissing.isEmpty()) {
            send(
                    exchange,
                    422,
                    Map.of("code", WorkRoutes.SOURCE_NOT_FOUND, "detail", sourceMissing));
            return;
        }
        if (path.equals(WorkRoutes.claim(id, attempt))) {
            rotation.accept(TOKEN + "-fresh");
            send(exchange, claimed ? 409 : 200, claimed ? "{}" : order);
            claimed = true;
            return;
        }
        var claim = exchange.getRequestHeaders().getFirst(WorkRoutes.CLAIM_HEADER);
        if (!order.claim().toString().equals(claim)) {
            complaints.add("wrong claim at " + path);
        }
        if (!refusal.isEmpty() && path.equals(WorkRoutes.result(id, attempt))) {
            send(exchange, 409, "{\"error\":\"no\",\"code\":\"" + refusal + "\"}");
            return;
        }
        if (after != 0) {
            send(exchange, after, "{}");
            return;
        }
        if (path.equals(WorkRoutes.progress(id, attempt))) {
            progress.add(Json.mapper().readValue(body, ProgressReport.class));
            exchange.sendResponseHeaders(204, -1);
        } else if (path.equals(WorkRoutes.result(id, attempt))) {
            results.add(Json.mapper().readValue(body, ResultReport.class));
            send(exchange, 200, new ResultReceipt(resultId));
        } else if (path.equals(WorkRoutes.search(id, attempt))) {
            searches.add(Json.mapper().readValue(body, SearchQuery.class));
            send(exchange, searchStatus, searchStatus == 200 ? found : "{}");
        } else if (path.equals(WorkRoutes.failure(id, attempt))) {
            failures.add(Json.mapper().readValue(body, FailureReport.class));
            exchange.sendResponseHeaders(204, -1);
        } else {
            image(exchange, path, body);
        }
    }

    private void image(HttpExchange exchange, String path, byte[] body) throws IOException {
        for (var index = 0; index < sources.size(); index++) {
            if (path.equals(WorkRoutes.sourceImage(order.requestId(), order.attempt(), index))) {
                sourcesAsked.add(String.valueOf(exchange.getRequestURI().getQuery()));
                exchange.sendResponseHeaders(200, sources.get(index).length);
                exchange.getResponseBody().write(sources.get(index));
                return;
            }
        }
        for (var index = 0; index < 8; index++) {
            if (path.equals(WorkRoutes.image(order.requestId(), order.attempt(), index))) {
                var sha256 = sha256(body);
                if (!sha256.equals(
                        exchange.getRequestHeaders().getFirst(WorkRoutes.SHA256_HEADER))) {
                    complaints.add("wrong checksum of image " + index);
                }
                if (full > 0) {
                    full--;
                    send(exchange, 507, Map.of("detail", "Somebody must make room."));
                    return;
                }
                images.put(index, body);
                send(exchange, 200, new StoredImage(index, sha256, body.length, "key" + index));
                return;
            }
        }
        if (!path.contains("/source-images/")) {
            complaints.add("no such route: " + path);
        }
        send(exchange, 404, "{}");
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes =
                body instanceof String text
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : Json.mapper().writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
