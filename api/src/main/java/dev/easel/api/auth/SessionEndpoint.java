package dev.easel.api.auth;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.FieldProblems;
import dev.easel.protocol.client.SessionInput;
import dev.easel.protocol.client.SessionState;
import io.helidon.http.SetCookie;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/session}: the page's login with a key, for which the browser gets a cookie. */
final class SessionEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SessionEndpoint.class);
    private static final String PATH = "/api/v1/session";
    private static final int KEY_CHARS_MAX = 200;

    private final Access access;
    private final Sessions sessions;
    private final boolean secure;

    /**
     * @param secure whether browsers reach this server by https alone
     */
    SessionEndpoint(Access access, Sessions sessions, boolean secure) {
        this.access = access;
        this.sessions = sessions;
        this.secure = secure;
    }

    void routing(HttpRouting.Builder routing) {
        routing.post(PATH, this::open);
        routing.get(PATH, this::show);
        routing.delete(PATH, this::close);
    }

    private void open(ServerRequest request, ServerResponse response) {
        var key = key(Exchange.json(request, SessionInput.class).key());
        var credential = access.login(request, key);
        var caller = credential.caller();
        var opened = sessions.open(Objects.requireNonNull(credential.keyId()), caller);
        response.headers().addCookie(cookie(opened.token()).maxAge(Sessions.LASTS).build());
        LOG.atInfo().addKeyValue("caller", caller.id()).log("session opened");
        Exchange.send(response, Status.OK_200, state(caller, opened.expiresAt()));
    }

    private static String key(@Nullable String given) {
        var key = Objects.requireNonNullElse(given, "").strip();
        if (key.isEmpty()) {
            throw FieldProblems.required("key", KEY_CHARS_MAX);
        }
        if (key.length() > KEY_CHARS_MAX) {
            throw FieldProblems.tooLong("key", key.length(), KEY_CHARS_MAX);
        }
        return key;
    }

    private void show(ServerRequest request, ServerResponse response) {
        var credential = access.credential(request);
        Exchange.send(response, Status.OK_200, state(credential.caller(), credential.expiresAt()));
    }

    /** Also for who has no session any more: the cookie goes in any case. */
    private void close(ServerRequest request, ServerResponse response) {
        var token = Access.cookie(request);
        if (token.isPresent()) {
            access.requireSameOrigin(request);
            sessions.close(token.get());
        }
        response.headers().addCookie(cookie("").expires(Instant.EPOCH).build());
        response.status(Status.NO_CONTENT_204).send();
    }

    private SetCookie.Builder cookie(String token) {
        return SetCookie.builder(Access.COOKIE, token)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(SetCookie.SameSite.STRICT);
    }

    private static SessionState state(Caller caller, @Nullable Instant expiresAt) {
        return new SessionState(
                caller.id(),
                caller.scopes().stream().sorted().map(Scope::word).toList(),
                caller.tenant(),
                expiresAt);
    }

    static ApiProblem wrongKey() {
        return ApiProblem.of(
                Status.UNAUTHORIZED_401,
                "Unauthorized",
                "This key is not valid.",
                "It is mistyped, has ended or was revoked: check it, or ask for a new one.");
    }
}
