package dev.easel.api.work;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.generation.Requests;
import dev.easel.api.history.Generations;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.image.ImageEndpoint;
import dev.easel.api.image.ImageStore;
import dev.easel.api.lora.Loras;
import dev.easel.api.outbox.Outbox;
import dev.easel.api.work.Claims.Standing;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Json;
import dev.easel.protocol.Phase;
import dev.easel.protocol.work.ClaimRequest;
import dev.easel.protocol.work.FailureReport;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.ProgressReport;
import dev.easel.protocol.work.ResultReceipt;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.StoredImage;
import dev.easel.protocol.work.WorkRoutes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a generator calls: claim, progress, source images, images, result, failure. */
public final class WorkEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(WorkEndpoint.class);
    private static final String ATTEMPT = "/internal/v1/requests/{id}/attempts/{attempt}";

    private final Jdbi jdbi;
    private final Claims claims;
    private final ImageStore images;
    private final Clock clock;
    private final MeterRegistry meters;

    public WorkEndpoint(
            Jdbi jdbi,
            Requests requests,
            Resources resources,
            ImageStore images,
            Installation installation,
            Loras loras,
            Clock clock,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.claims = new Claims(jdbi, requests, resources, new WorkOrders(installation, loras));
        this.images = images;
        this.clock = clock;
        this.meters = meters;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.post(ATTEMPT + "/claim", access.with(Scope.INTERNAL, this::claim));
        routing.post(ATTEMPT + "/progress", access.with(Scope.INTERNAL, this::progress));
        routing.put(ATTEMPT + "/images/{index}", access.with(Scope.INTERNAL, this::image));
        routing.get(
                ATTEMPT + "/source-images/{index}", access.with(Scope.INTERNAL, this::sourceImage));
        routing.post(ATTEMPT + "/result", access.with(Scope.INTERNAL, this::result));
        routing.post(ATTEMPT + "/failure", access.with(Scope.INTERNAL, this::failure));
    }

    /**
     * For calls of an attempt that are served elsewhere: throws unless its claim is the caller's.
     */
    public void requireClaim(ServerRequest request, Caller caller) {
        live(request, caller, (_, _) -> null);
    }

    private void claim(ServerRequest request, ServerResponse response, Caller caller) {
        var id = Exchange.uuid(request, "id");
        var attempt = Exchange.number(request, "attempt");
        var body = Exchange.internalJson(request, ClaimRequest.class);
        var outcome = claims.claim(id, attempt, body.slotToken(), pod(caller));
        LOG.atInfo()
                .addKeyValue("request.uid", id)
                .addKeyValue("attempt", attempt)
                .addKeyValue("slot.token", body.slotToken())
                .addKeyValue("outcome", outcome.getClass().getSimpleName())
                .log("claim answered");
        switch (outcome) {
            case Claims.Outcome.Granted(var order) -> Exchange.send(response, Status.OK_200, order);
            case Claims.Outcome.Fenced(var why) -> throw fenced(why);
            case Claims.Outcome.Cancelled() -> throw cancelled();
            case Claims.Outcome.Foreign(var why) -> {
                refused("Foreign");
                throw ApiProblem.forbidden("The claim was refused because " + why + ".");
            }
            case Claims.Outcome.Unknown() -> throw ApiProblem.notFound("This request");
            case Claims.Outcome.SourceMissing(var why) ->
                    throw ApiProblem.of(
                            Status.create(422, "Unprocessable Content"),
                            WorkRoutes.SOURCE_NOT_FOUND,
                            "There is nothing to start from.",
                            why);
            case Claims.Outcome.SourceUnderway(var why) ->
                    throw ApiProblem.of(
                            Status.SERVICE_UNAVAILABLE_503,
                            WorkRoutes.SOURCE_NOT_READY,
                            "What the request starts from is not finished.",
                            why);
        }
    }

    private void progress(ServerRequest request, ServerResponse response, Caller caller) {
        var report = Exchange.internalJson(request, ProgressReport.class);
        if (report.phase() == null || report.percent() < 0 || report.percent() > 100) {
            throw ApiProblem.invalid(
                    "percent", "phase is required and percent must be from 0 to 100.");
        }
        live(request, caller, (handle, live) -> moved(handle, live, report));
        response.status(Status.NO_CONTENT_204).send();
    }

    private Void moved(Handle handle, Standing.Live live, ProgressReport report) {
        var claim = live.claim();
        var last =
                claim.writtenPhase() == null
                                || claim.writtenPercent() == null
                                || claim.writtenAt() == null
                        ? null
                        : new ProgressBudget.Written(
                                Json.mapper().convertValue(claim.writtenPhase(), Phase.class),
                                claim.writtenPercent(),
                                claim.writtenAt());
        var phase = Json.mapper().convertValue(report.phase(), String.class);
        handle.createUpdate(
                        """
                        UPDATE claim SET phase = :phase, percent = :percent, eta_seconds = :eta,
                          progress_at = now() WHERE claim_id = :claim
                        """)
                .bind("claim", claim.claimId())
                .bind("phase", phase)
                .bind("percent", report.percent())
                .bind("eta", report.etaSeconds() == null ? null : Math.max(0, report.etaSeconds()))
                .execute();
        if (ProgressBudget.isWorthWriting(
                last, report.phase(), report.percent(), clock.instant())) {
            handle.createUpdate(
                            """
                            UPDATE claim SET written_phase = :phase, written_percent = :percent,
                              written_at = :now WHERE claim_id = :claim
                            """)
                    .bind("claim", claim.claimId())
                    .bind("phase", phase)
                    .bind("percent", report.percent())
                    .bind("now", clock.instant())
                    .execute();
            Outbox.note(handle, claim.requestUid());
        }
        return null;
    }

    private void image(ServerRequest request, ServerResponse response, Caller caller)
            throws IOException {
        var index = Exchange.number(request, "index");
        var sha256 =
                request.headers().first(HeaderNames.create(WorkRoutes.SHA256_HEADER)).orElse("");
        if (index > 7 || !sha256.matches("[0-9a-f]{64}")) {
            throw ApiProblem.invalid(
                    index > 7 ? "index" : WorkRoutes.SHA256_HEADER,
                    "index must be from 0 to 7 and the header the SHA-256 in small hex digits.");
        }
        if (request.headers().contentLength().orElse(0) > ImageStore.BYTES_MAX) {
            throw tooLarge();
        }
        // Checked before the body is taken in and once more with the row.
        live(request, caller, (_, _) -> null);
        var place =
                new ImageStore.Place(
                        Exchange.uuid(request, "id"), Exchange.number(request, "attempt"), index);
        ImageStore.Outcome outcome;
        try (var body = request.content().inputStream()) {
            outcome = images.put(place, sha256, body);
        }
        var stored = storedOrProblem(outcome);
        live(
                request,
                caller,
                (handle, _) -> {
                    Results.putImage(handle, place, stored);
                    return null;
                });
        Exchange.send(
                response,
                Status.OK_200,
                new StoredImage(index, stored.sha256(), stored.sizeBytes(), stored.key()));
    }

    private void sourceImage(ServerRequest request, ServerResponse response, Caller caller) {
        var index = Exchange.number(request, "index");
        var stored =
                live(
                        request,
                        caller,
                        (handle, live) -> {
                            var previous = Claims.read(live.claim().workOrder()).previous();
                            var of = of(request, previous);
                            return of == null
                                    ? Optional.<Generations.StoredFile>empty()
                                    : Generations.image(handle, of, index);
                        });
        var image = stored.orElseThrow(() -> ApiProblem.notFound("This source image"));
        ImageEndpoint.send(request, response, images, image);
    }

    /** Only what the work order rests on: ids of others are as good as unknown. */
    private static @Nullable UUID of(ServerRequest request, @Nullable Previous previous) {
        if (previous == null) {
            return null;
        }
        var asked = request.query().first(WorkRoutes.OF).orElse("");
        if (asked.isEmpty()) {
            return previous.requestId();
        }
        try {
            var of = UUID.fromString(asked);
            return previous.restsOn(of) ? of : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private ImageStore.Outcome.Stored storedOrProblem(ImageStore.Outcome outcome) {
        return switch (outcome) {
            case ImageStore.Outcome.Stored stored -> stored;
            case ImageStore.Outcome.TooLarge() -> throw tooLarge();
            case ImageStore.Outcome.WrongHash(var actual) ->
                    throw invalidImage(
                            "The bytes that arrived have the SHA-256 " + actual + ": send again.");
            case ImageStore.Outcome.NotAnImage(var why) ->
                    throw invalidImage("The body is no PNG file that is kept: " + why + ".");
            case ImageStore.Outcome.DiskFull(var free) -> {
                LOG.atError().addKeyValue("disk.free.bytes", free).log("the image store is full");
                troubled("full");
                throw ApiProblem.of(
                        Status.create(507, "Insufficient Storage"),
                        Reason.STORE_FAILED.word(),
                        "The image store is full.",
                        "The person who runs Easel must make room before images can be stored.");
            }
            case ImageStore.Outcome.Unavailable(var cause) -> {
                LOG.atWarn().setCause(cause).log("the image store did not answer");
                troubled("unavailable");
                throw ApiProblem.of(
                        Status.SERVICE_UNAVAILABLE_503,
                        Reason.IMAGE_STORE_UNAVAILABLE.word(),
                        "The image store does not answer.",
                        "Keep the image and send it again in a moment.");
            }
            case ImageStore.Outcome.Busy() ->
                    throw ApiProblem.unavailable("Too many images are being stored.");
        };
    }

    private void result(ServerRequest request, ServerResponse response, Caller caller) {
        var report = Exchange.longJson(request, ResultReport.class);
        ResultRules.check(report);
        var id = Exchange.uuid(request, "id");
        var attempt = Exchange.number(request, "attempt");
        var result =
                jdbi.inTransaction(handle ->
                        switch (standing(handle, request, caller)) {
                            case Standing.Live(var claim, var row) ->
                                    storeOnce(handle, claim, row, report);
                            // A repeat whose first answer was lost is still a success.
                            case Standing.Retired(var why) ->
                                    ownResult(handle, request, caller)
                                            .orElseThrow(() -> fenced(why));
                            case Standing.Cancelled() ->
                                    ownResult(handle, request, caller)
                                            .orElseThrow(WorkEndpoint::cancelled);
                        });
        LOG.atInfo()
                .addKeyValue("request.uid", id)
                .addKeyValue("attempt", attempt)
                .addKeyValue("result.id", result)
                .addKeyValue("images", report.images().size())
                .log("result stored");
        Exchange.send(response, Status.OK_200, new ResultReceipt(result));
    }

    private UUID storeOnce(Handle handle, Claims.Row claim, Requests.Row row, ResultReport report) {
        var existing = Results.find(handle, claim.requestUid(), claim.attempt());
        if (existing.isPresent()) {
            return existing.get();
        }
        var missing = Results.missingImages(handle, claim.requestUid(), claim.attempt(), report);
        if (!missing.isEmpty()) {
            throw ApiProblem.of(
                    Status.CONFLICT_409,
                    "ImageMissing",
                    "Images of this result are not stored.",
                    "Upload the images " + missing + " as the result describes them first.");
        }
        report.millisByPhase()
                .forEach((phase, millis) ->
                        meters.timer("easel.generation.phase", "phase", phase)
                                .record(java.time.Duration.ofMillis(millis)));
        return Results.store(handle, claim, row, report);
    }

    private static Optional<UUID> ownResult(Handle handle, ServerRequest request, Caller caller) {
        return handle.createQuery(
                        """
                        SELECT metadata_id FROM generation_metadata m
                        JOIN claim c USING (request_uid, attempt)
                        WHERE c.claim_id = :claim AND c.pod_uid = :pod
                          AND c.request_uid = :request
                        """)
                .bind("claim", claimId(request).orElse(null))
                .bind("pod", pod(caller).uid())
                .bind("request", Exchange.uuid(request, "id"))
                .mapTo(UUID.class)
                .findOne();
    }

    private void failure(ServerRequest request, ServerResponse response, Caller caller) {
        var report = Exchange.internalJson(request, FailureReport.class);
        var reason = Optional.ofNullable(report.reason()).flatMap(Reason::of);
        if (reason.isEmpty() || report.message() == null) {
            throw ApiProblem.invalid(
                    "reason", "reason must be a word of the registry, and message is required.");
        }
        live(
                request,
                caller,
                (handle, live) -> {
                    failed(handle, live, report);
                    return null;
                });
        meters.counter("easel.api.failures", "reason", reason.get().word()).increment();
        LOG.atInfo()
                .addKeyValue("request.uid", Exchange.uuid(request, "id"))
                .addKeyValue("reason", reason.get().word())
                .log("attempt failed");
        response.status(Status.NO_CONTENT_204).send();
    }

    private static void failed(Handle handle, Standing.Live live, FailureReport report) {
        handle.createUpdate(
                        """
                        UPDATE claim SET failure_reason = :reason, failure_message = :message
                        WHERE claim_id = :claim
                        """)
                .bind("claim", live.claim().claimId())
                .bind("reason", report.reason())
                .bind("message", report.message().replace("\0", ""))
                .execute();
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T live(
            ServerRequest request, Caller caller, BiFunction<Handle, Standing.Live, T> action) {
        return jdbi.inTransaction(handle ->
                switch (standing(handle, request, caller)) {
                    case Standing.Live live -> action.apply(handle, live);
                    case Standing.Retired(var why) -> throw fenced(why);
                    case Standing.Cancelled() -> throw cancelled();
                });
    }

    private static Standing standing(Handle handle, ServerRequest request, Caller caller) {
        return Claims.standing(
                handle,
                Exchange.uuid(request, "id"),
                Exchange.number(request, "attempt"),
                claimId(request),
                pod(caller));
    }

    private static Optional<UUID> claimId(ServerRequest request) {
        try {
            return request.headers()
                    .first(HeaderNames.create(WorkRoutes.CLAIM_HEADER))
                    .map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Caller.Pod pod(Caller caller) {
        return caller.boundPod()
                .orElseThrow(() ->
                        ApiProblem.forbidden(
                                "The token is not bound to a pod: use the one that is"
                                        + " mounted in the generator's pod."));
    }

    private ApiProblem fenced(String why) {
        refused(WorkRoutes.FENCE_REJECTED);
        return ApiProblem.of(
                Status.CONFLICT_409,
                WorkRoutes.FENCE_REJECTED,
                "This pod may no longer act for the request.",
                "The call was refused because " + why + ": stop the back end and end.");
    }

    private static ApiProblem cancelled() {
        return ApiProblem.of(
                Status.GONE_410,
                WorkRoutes.CANCELLED,
                "The request is cancelled.",
                "Stop the back end and end.");
    }

    private static ApiProblem tooLarge() {
        return ApiProblem.of(
                Status.REQUEST_ENTITY_TOO_LARGE_413,
                "BodyTooLarge",
                "The image is too large.",
                "An image may have at most 64 MiB.");
    }

    private static ApiProblem invalidImage(String detail) {
        return ApiProblem.of(
                Status.BAD_REQUEST_400, "InvalidImage", "The image cannot be stored.", detail);
    }

    private void troubled(String kind) {
        meters.counter("easel.api.store.failures", "kind", kind).increment();
    }

    private void refused(String code) {
        meters.counter("easel.api.claims.refused", "code", code).increment();
    }
}
