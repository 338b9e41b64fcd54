package dev.easel.api.auth;

import dev.easel.api.http.Exchange;
import dev.easel.protocol.client.ApiKeyInput;
import dev.easel.protocol.client.ApiKeyList;
import dev.easel.protocol.client.ApiKeyRotation;
import dev.easel.protocol.client.IssuedKey;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/keys}: API keys, for administrators. A key's text is shown once, at its making.
 */
final class KeyEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(KeyEndpoint.class);
    private static final String PATH = "/api/v1/keys";

    private final KeyRegister register;
    private final Clock clock;

    KeyEndpoint(KeyRegister register, Clock clock) {
        this.register = register;
        this.clock = clock;
    }

    void routing(HttpRouting.Builder routing, Access access) {
        routing.get(PATH, access.with(Scope.ADMIN, this::list));
        routing.post(PATH, access.with(Scope.ADMIN, this::create));
        routing.post(PATH + "/{id}/rotate", access.with(Scope.ADMIN, this::rotate));
        routing.delete(PATH + "/{id}", access.with(Scope.ADMIN, this::revoke));
    }

    private void list(ServerRequest request, ServerResponse response, Caller caller) {
        Exchange.send(response, Status.OK_200, new ApiKeyList(register.list(caller)));
    }

    private void create(ServerRequest request, ServerResponse response, Caller caller) {
        var input = Exchange.json(request, ApiKeyInput.class);
        var issued = register.issue(KeyForm.draft(input, caller, clock.instant()), caller);
        noted("key made", issued.id(), caller);
        sendOnce(response, issued);
    }

    private void rotate(ServerRequest request, ServerResponse response, Caller caller) {
        var id = id(request);
        var body = Exchange.body(request);
        var overlap =
                KeyForm.overlap(
                        body.length == 0
                                ? null
                                : Exchange.json(body, ApiKeyRotation.class).overlapSeconds());
        var issued = register.rotate(id, overlap, caller, clock.instant());
        noted("key replaced", id, caller);
        sendOnce(response, issued);
    }

    private void revoke(ServerRequest request, ServerResponse response, Caller caller) {
        var id = id(request);
        register.revoke(id, caller);
        noted("key revoked", id, caller);
        response.status(Status.NO_CONTENT_204).send();
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static void sendOnce(ServerResponse response, IssuedKey issued) {
        Exchange.send(response, Status.CREATED_201, issued);
    }

    private static void noted(String what, String id, Caller caller) {
        LOG.atInfo().addKeyValue("key.id", id).addKeyValue("caller", caller.id()).log(what);
    }
}
