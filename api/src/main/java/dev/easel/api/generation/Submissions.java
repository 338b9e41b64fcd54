package dev.easel.api.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.auth.Caller;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.IdempotencyKey;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.GenerateInput;
import dev.easel.protocol.client.RequestAccepted;
import dev.easel.protocol.client.RequestStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.helidon.http.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one resource of one submission, however often it is sent under one key. */
final class Submissions {
    private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
    private static final int NAME_HASH_CHARS = 40;

    private final Requests requests;
    private final Resources resources;
    private final String defaultPool;

    Submissions(Requests requests, Resources resources, String defaultPool) {
        this.requests = requests;
        this.resources = resources;
        this.defaultPool = defaultPool;
    }

    RequestAccepted submit(Caller caller, @Nullable String idempotencyKey, GenerateInput input) {
        var spec = GenerateForm.spec(input, defaultPool);
        if (input.guildId() != null && !caller.sees(input.guildId())) {
            throw ApiProblem.forbidden("They are for another guild_id.");
        }
        return submit(caller, idempotencyKey, hash(input), spec);
    }

    /**
     * @param hash of all that the caller said; the same key with another hash is refused
     */
    RequestAccepted submit(
            Caller caller,
            @Nullable String idempotencyKey,
            String hash,
            GenerationRequestSpec spec) {
        if (idempotencyKey == null) {
            return create(caller, "req-" + UUID.randomUUID(), null, spec);
        }
        var name = name(caller, idempotencyKey);
        // The resource may be gone while its history stays: a repeat is still no new picture.
        var known = requests.findByName(name);
        return known.isPresent() ? repeated(known.get(), hash) : create(caller, name, hash, spec);
    }

    private RequestAccepted create(
            Caller caller, String name, @Nullable String hash, GenerationRequestSpec spec) {
        var resource = new GenerationRequest();
        resource.getMetadata().setName(name);
        var annotations = new HashMap<>(Map.of(Snapshot.CALLER, caller.id()));
        if (hash != null) {
            annotations.put(Snapshot.BODY_SHA256, hash);
        }
        resource.getMetadata().setAnnotations(annotations);
        resource.setSpec(spec);
        GenerationRequest created;
        try {
            created = resources.create(resource);
        } catch (KubernetesClientException e) {
            if (e.getCode() == 409 && hash != null) {
                return repeated(resources.requestLive(name).orElseThrow(() -> e), hash);
            }
            if (e.getCode() == 422) {
                throw ApiProblem.invalid("body", String.valueOf(e.getStatus().getMessage()));
            }
            throw e;
        }
        keep(created);
        return accepted(created);
    }

    /** The resource is the request; a row that cannot be written now is written from the watch. */
    private void keep(GenerationRequest created) {
        try {
            requests.mirror(created);
        } catch (JdbiException e) {
            LOG.atWarn().setCause(e).log("a new request has no row yet");
        }
    }

    private RequestAccepted repeated(GenerationRequest existing, String hash) {
        var annotations = Optional.ofNullable(existing.getMetadata().getAnnotations());
        var before = annotations.map(a -> a.get(Snapshot.BODY_SHA256));
        if (before.isEmpty() || !before.get().equals(hash)) {
            throw otherBody();
        }
        keep(existing);
        return accepted(existing);
    }

    private static RequestAccepted repeated(Requests.Row existing, String hash) {
        if (!hash.equals(existing.bodySha256())) {
            throw otherBody();
        }
        if (existing.erasedAt() != null) {
            throw deleted();
        }
        return new RequestAccepted(
                existing.requestUid(),
                Json.mapper().convertValue(existing.status(), RequestStatus.class),
                existing.createdAt());
    }

    private static RequestAccepted accepted(GenerationRequest resource) {
        return new RequestAccepted(
                UUID.fromString(resource.getMetadata().getUid()),
                Snapshot.standing(resource).status(),
                Instant.parse(resource.getMetadata().getCreationTimestamp()));
    }

    private static ApiProblem otherBody() {
        return ApiProblem.of(
                Status.CONFLICT_409,
                "IdempotencyKeyReused",
                "The idempotency key was used for another request.",
                "Send the same body as before, or a new key.");
    }

    /** A repeat asks for no new picture, and the one that it means is gone for good. */
    private static ApiProblem deleted() {
        return ApiProblem.of(
                Status.GONE_410,
                "RequestDeleted",
                "The request that was made under this key was deleted.",
                "Send a new idempotency key to ask for it anew.");
    }

    static String name(Caller caller, String idempotencyKey) {
        return "req-"
                + IdempotencyKey.hash(caller.id(), idempotencyKey).substring(0, NAME_HASH_CHARS);
    }

    /** Of what was understood: spaces and fields that mean nothing make no other request. */
    static String hash(GenerateInput input) {
        try {
            return IdempotencyKey.sha256(Json.mapper().writeValueAsString(input));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an input could not be written as JSON", e);
        }
    }
}
