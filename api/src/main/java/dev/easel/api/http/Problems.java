package dev.easel.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.Problem;
import dev.easel.service.RequestId;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.LinkedHashMap;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Turns every throwable into one answer; bugs are logged once and shown by their id only. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final int RETRY_AFTER_SECONDS = 2;

    private Problems() {}

    public static void handle(HttpRouting.Builder routing) {
        routing.error(ApiProblem.class, Problems::send);
        routing.error(KubernetesClientException.class, (q, s, e) -> send(q, s, of(e)));
        routing.error(JdbiException.class, (q, s, e) -> send(q, s, of(e)));
        routing.error(UncheckedIOException.class, (q, s, e) -> send(q, s, of(e)));
        routing.error(HttpException.class, (q, s, e) -> send(q, s, http(e.status())));
        routing.error(
                RequestException.class, (q, s, e) -> send(q, s, http(Status.BAD_REQUEST_400)));
        routing.error(Throwable.class, (q, s, e) -> send(q, s, bug(e)));
    }

    static void send(ServerRequest request, ServerResponse response, ApiProblem problem) {
        if (response.isSent()) {
            return;
        }
        var body =
                new Problem(
                        problem.error(),
                        problem.detail(),
                        problem.code(),
                        problem.field(),
                        MDC.get(RequestId.LOG_KEY),
                        problem.params());
        response.status(problem.status());
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        if (problem.status().equals(Status.UNAUTHORIZED_401)) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"easel\"");
        }
        if (problem.status().equals(Status.SERVICE_UNAVAILABLE_503)) {
            response.header(HeaderNames.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS));
        }
        if (problem.status().equals(Status.REQUEST_TIMEOUT_408)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        problem.retryAfter()
                .ifPresent(wait ->
                        response.header(HeaderNames.RETRY_AFTER, String.valueOf(wait.toSeconds())));
        var rfc9457 = acceptsProblemJson(request);
        response.header(HeaderNames.CONTENT_TYPE, rfc9457 ? PROBLEM_JSON : "application/json");
        Exchange.send(request, response, bytes(rfc9457 ? document(request, problem, body) : body));
    }

    private static boolean acceptsProblemJson(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCEPT)
                .map(accept -> accept.contains(PROBLEM_JSON))
                .orElse(false);
    }

    private static Object document(ServerRequest request, ApiProblem problem, Problem body) {
        var document = new LinkedHashMap<String, Object>();
        document.put("type", "urn:easel:problem:" + body.code());
        document.put("title", body.error());
        document.put("status", problem.status().code());
        document.put("detail", body.detail());
        document.put("instance", request.path().path());
        document.put("error", body.error());
        document.put("code", body.code());
        if (body.field() != null) {
            document.put("field", body.field());
        }
        if (!body.params().isEmpty()) {
            document.put("params", body.params());
        }
        if (body.traceId() != null) {
            document.put("trace_id", body.traceId());
        }
        return document;
    }

    private static byte[] bytes(Object document) {
        try {
            return Json.mapper().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem could not be written as JSON", e);
        }
    }

    private static ApiProblem of(KubernetesClientException e) {
        // A refusal quotes the value that it refuses, which may be a prompt: only its kind is
        // logged.
        var refused = e.getStatus() != null;
        var log =
                LOG.atWarn()
                        .addKeyValue("kubernetes.status", e.getCode())
                        .addKeyValue("kubernetes.reason", refused ? e.getStatus().getReason() : "");
        (refused ? log : log.setCause(e))
                .log("the Kubernetes API refused or did not answer a call");
        return ApiProblem.unavailable("The Kubernetes API did not answer as expected.");
    }

    private static ApiProblem of(JdbiException e) {
        return isConnectionTrouble(e)
                ? logged(e, "the database did not answer", "The database does not answer.")
                : bug(e);
    }

    private static ApiProblem of(UncheckedIOException e) {
        if (e.getCause() instanceof SocketTimeoutException) {
            return ApiProblem.of(
                    Status.REQUEST_TIMEOUT_408,
                    "BodyTooSlow",
                    "The body came too slowly.",
                    "Send it faster, or in smaller parts.");
        }
        return logged(e, "a transfer broke off", "The transfer broke off.");
    }

    private static ApiProblem logged(Throwable e, String message, String detail) {
        LOG.atWarn().setCause(e).log(message);
        return ApiProblem.unavailable(detail);
    }

    /** SQLSTATE class 08 is connections, 57P the server going down, 53 no resources left. */
    private static boolean isConnectionTrouble(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                var state = sql.getSQLState();
                if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ApiProblem http(Status status) {
        return switch (status.code()) {
            case Status.NOT_FOUND_404_CODE -> ApiProblem.notFound("This path");
            case Status.METHOD_NOT_ALLOWED_405_CODE ->
                    ApiProblem.of(
                            status,
                            "MethodNotAllowed",
                            "This path has no such method.",
                            "See the API's document for the methods of this path.");
            default ->
                    ApiProblem.of(
                            status,
                            "InvalidRequest",
                            "The request is not valid HTTP for this path.",
                            status.reasonPhrase());
        };
    }

    private static ApiProblem bug(Throwable e) {
        LOG.atError().setCause(e).log("a call ended in an unexpected failure");
        return ApiProblem.of(
                Status.INTERNAL_SERVER_ERROR_500,
                "InternalError",
                "Easel made a mistake.",
                "The log names the cause under this id: " + MDC.get(RequestId.LOG_KEY) + ".");
    }
}
