package dev.easel.generator.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Bounded;
import dev.easel.generator.Deadline;
import dev.easel.generator.ExitCode;
import dev.easel.generator.GeneratorConfig;
import dev.easel.generator.Pace;
import dev.easel.generator.text.Phrases;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.ClaimRequest;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls api. Every call is idempotent there, so each is repeated while api is away; a retired claim
 * ends the attempt as fenced, a cancelled request as cancelled.
 */
public final class WorkClient {
    private static final Logger LOG = LoggerFactory.getLogger(WorkClient.class);
    private static final Duration CALL_MAX = Duration.ofSeconds(20);
    private static final Duration UPLOAD_MAX = Duration.ofSeconds(120);

    private static final int REFUSALS_MAX = 5;
    private static final int DAMAGED_MAX = 2;

    private final HttpClient http;
    private final GeneratorConfig config;
    private final Pace pace;
    private final RandomGenerator random;
    private volatile @Nullable UUID claim;
    private volatile String language = "en";

    public WorkClient(HttpClient http, GeneratorConfig config, Pace pace, RandomGenerator random) {
        this.http = http;
        this.config = config;
        this.pace = pace;
        this.random = random;
    }

    public WorkOrder claim(Deadline deadline) throws InterruptedException {
        var call =
                post(
                        WorkRoutes.claim(config.requestId(), config.attempt()),
                        new ClaimRequest(config.slotToken()));
        var order = read(insist(call, deadline, ExitCode.API_UNAVAILABLE), WorkOrder.class);
        claim = order.claim();
        language = Phrases.language(order.locale());
        return order;
    }

    /** One try: the next report is a second away. Throws only what ends the attempt. */
    public void progress(ProgressReport report) throws InterruptedException {
        var call = post(WorkRoutes.progress(config.requestId(), config.attempt()), report);
        try {
            refuse(send(call));
        } catch (IOException e) {
            LOG.debug("progress was not reported: {}", e.toString());
        }
    }

    public StoredImage upload(int index, byte[] png, String sha256, Deadline deadline)
            throws InterruptedException {
        var path = WorkRoutes.image(config.requestId(), config.attempt(), index);
        var call = new Call("PUT", path, png, "image/png", sha256, UPLOAD_MAX);
        return read(insist(call, deadline, ExitCode.STORE_FAILED), StoredImage.class);
    }

    /** The picture that the new one is made from, whole as it was stored. */
    public byte[] sourceImage(Derivation derivation, Deadline deadline)
            throws InterruptedException {
        var index = derivation.imageIndex();
        var sha256 = derivation.sha256();
        var path =
                WorkRoutes.sourceImage(config.requestId(), config.attempt(), index)
                        + "?"
                        + WorkRoutes.OF
                        + "="
                        + derivation.requestId();
        for (var tries = 1; ; tries++) {
            var png = insist(get(path), deadline, ExitCode.STORE_FAILED).body();
            if (sha256(png).equalsIgnoreCase(sha256)) {
                return png;
            }
            if (tries == DAMAGED_MAX) {
                throw new AttemptFailed(
                        ExitCode.STORE_FAILED,
                        "image %d of the earlier generation is damaged in the store"
                                .formatted(index));
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * One try, since api has tried itself: whoever asks can do without. Throws {@link
     * AttemptFailed} only for what ends the attempt.
     */
    public SearchReply search(SearchQuery query) throws IOException, InterruptedException {
        var response = send(post(WorkRoutes.search(config.requestId(), config.attempt()), query));
        refuse(response);
        if (response.statusCode() != 200) {
            throw new IOException("api answered " + response.statusCode());
        }
        return Json.mapper().readValue(response.body(), SearchReply.class);
    }

    public ResultReceipt result(ResultReport report, Deadline deadline)
            throws InterruptedException {
        var call = post(WorkRoutes.result(config.requestId(), config.attempt()), report);
        return read(insist(call, deadline, ExitCode.STORE_FAILED), ResultReceipt.class);
    }

    public void failure(FailureReport report, Deadline deadline) throws InterruptedException {
        var call = post(WorkRoutes.failure(config.requestId(), config.attempt()), report);
        insist(call, deadline, ExitCode.API_UNAVAILABLE);
    }

    private record Call(
            String method,
            String path,
            byte[] body,
            String type,
            @Nullable String sha256,
            Duration max) {}

    private static Call get(String path) {
        return new Call("GET", path, new byte[0], "image/png", null, UPLOAD_MAX);
    }

    private static Call post(String path, Object body) {
        try {
            var json = Json.mapper().writeValueAsBytes(body);
            return new Call("POST", path, json, "application/json", null, CALL_MAX);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Repeats the call until it is answered for good or the deadline passes. */
    private HttpResponse<byte[]> insist(Call call, Deadline deadline, ExitCode whenAway)
            throws InterruptedException {
        var trouble = "";
        var refusals = 0;
        for (var tries = 0; ; tries++) {
            try {
                var response = send(call);
                refuse(response);
                var status = response.statusCode();
                if (status < 300) {
                    return response;
                }
                if (status == 404 && call.method().equals("GET")) {
                    throw new AttemptFailed(
                            ExitCode.SOURCE_NOT_FOUND,
                            "the picture that this one is made from is no longer stored");
                }
                trouble = "answered " + status + because(response.body());
                refusals += waits(status) ? 0 : 1;
                if (refusals >= REFUSALS_MAX) {
                    throw new AttemptFailed(whenAway, "Easel's API refused: it " + trouble);
                }
            } catch (IOException e) {
                trouble = "could not be reached (" + e.getClass().getSimpleName() + ")";
            }
            if (deadline.passed()) {
                throw new AttemptFailed(
                        whenAway, "Easel's API " + trouble + ", " + (tries + 1) + " tries");
            }
            LOG.debug("api {}, try {}", trouble, tries + 1);
            deadline.sleep(pace.backoff(tries, random));
        }
    }

    /**
     * Whether waiting may help for long, as for a store that is full (507) until somebody makes
     * room. Other refusals are repeated a few times: a token can be refused for a moment while it
     * is replaced, and a request unknown to a replica that starts.
     */
    private static boolean waits(int status) {
        return status >= 500 || status == 408 || status == 429;
    }

    private static void refuse(HttpResponse<byte[]> response) {
        switch (response.statusCode()) {
            case 409 -> {
                var code = code(response.body());
                if (code.isEmpty() || code.equals(WorkRoutes.FENCE_REJECTED)) {
                    throw new AttemptFailed(
                            ExitCode.FENCED, "another attempt holds this request's claim");
                }
            }
            case 410 -> throw new AttemptFailed(ExitCode.CANCELLED, "the request was cancelled");
            case 422 -> {
                if (code(response.body()).equals(WorkRoutes.SOURCE_NOT_FOUND)) {
                    throw new AttemptFailed(
                            ExitCode.SOURCE_NOT_FOUND, part(response.body(), "detail"));
                }
            }
            default -> {}
        }
    }

    private static String because(byte[] body) {
        var detail = part(body, "detail");
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    private static String code(byte[] body) {
        return part(body, "code");
    }

    /** Empty if the body is no problem of api's. */
    private static String part(byte[] body, String field) {
        try {
            var problem = Json.mapper().readTree(body);
            return problem == null ? "" : problem.path(field).asText("");
        } catch (IOException e) {
            return "";
        }
    }

    private HttpResponse<byte[]> send(Call call) throws IOException, InterruptedException {
        // Read at each call: the kubelet replaces the token before it expires.
        var token = Files.readString(config.tokenFile()).strip();
        var base = config.apiUrl().toString().replaceAll("/+$", "");
        var request =
                HttpRequest.newBuilder(URI.create(base + call.path()))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", call.type())
                        .header("Accept-Language", language)
                        .header("X-Request-Id", config.requestId().toString())
                        .method(
                                call.method(),
                                call.body().length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(call.body()));
        var holds = claim;
        if (holds != null) {
            request.header(WorkRoutes.CLAIM_HEADER, holds.toString());
        }
        if (call.sha256() != null) {
            request.header(WorkRoutes.SHA256_HEADER, call.sha256());
        }
        try {
            return Bounded.call(
                    call.max(), () -> http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (TimeoutException e) {
            throw new IOException("no answer in " + call.max().toSeconds() + " s", e);
        }
    }

    private static <T> T read(HttpResponse<byte[]> response, Class<T> type) {
        try {
            return Json.mapper().readValue(response.body(), type);
        } catch (IOException e) {
            throw new AttemptFailed(
                    ExitCode.API_UNAVAILABLE,
                    "Easel's API answered something that is no " + type.getSimpleName(),
                    e);
        }
    }
}
