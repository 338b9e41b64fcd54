package dev.easel.api.image;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.generation.GenerationEndpoint;
import dev.easel.api.generation.Requests;
import dev.easel.api.history.Generations;
import dev.easel.api.history.Generations.StoredFile;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.FieldProblems;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Stored pictures and their thumbnails. */
public final class ImageEndpoint {
    private static final String IMAGE = "/api/v1/requests/{id}/images/{index}";

    private final Jdbi jdbi;
    private final Requests requests;
    private final ImageStore images;
    private final Thumbnails thumbnails;

    public ImageEndpoint(Jdbi jdbi, Requests requests, ImageStore images, Thumbnails thumbnails) {
        this.jdbi = jdbi;
        this.requests = requests;
        this.images = images;
        this.thumbnails = thumbnails;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        var image = access.with(Scope.READ, this::image);
        var thumbnail = access.with(Scope.READ, this::thumbnail);
        routing.get(IMAGE, image).head(IMAGE, image);
        routing.get(IMAGE + "/thumbnail", thumbnail).head(IMAGE + "/thumbnail", thumbnail);
    }

    private void image(ServerRequest request, ServerResponse response, Caller caller) {
        send(request, response, images, stored(request, caller));
    }

    static Download original(StoredFile stored, String cache) {
        var validators = new Validators("\"" + stored.sha256() + "\"", stored.createdAt());
        return new Download(validators, "image/png", stored.sizeBytes(), cache);
    }

    /** The original, to a caller who may have it. */
    public static void send(
            ServerRequest request, ServerResponse response, ImageStore images, StoredFile stored) {
        original(stored, Download.CACHE_FOR_EVER)
                .send(request, response, images.source(stored.key()));
    }

    private void thumbnail(ServerRequest request, ServerResponse response, Caller caller) {
        var size = size(request);
        var stored = stored(request, caller);
        var validators =
                new Validators(
                        "\"" + stored.sha256() + "-" + size.word() + "\"", stored.createdAt());
        if (Download.sendNotModified(request, response, validators, Download.CACHE_FOR_EVER)) {
            return;
        }
        var jpeg = jpeg(stored, size);
        new Download(validators, "image/jpeg", jpeg.length, Download.CACHE_FOR_EVER)
                .send(
                        request,
                        response,
                        (from, bytesMax) ->
                                Optional.of(
                                        new ByteArrayInputStream(
                                                jpeg, (int) from, (int) bytesMax)));
    }

    private byte[] jpeg(StoredFile stored, ThumbnailSize size) {
        try {
            return switch (thumbnails.of(stored.key(), size)) {
                case Thumbnails.Outcome.Made(var jpeg) -> jpeg;
                case Thumbnails.Outcome.NoOriginal() -> throw Download.hasGone();
                case Thumbnails.Outcome.Unfit(var why) ->
                        throw ApiProblem.of(
                                Status.create(422, "Unprocessable Content"),
                                "NoThumbnail",
                                "This image has no thumbnail.",
                                "It cannot be made smaller, since "
                                        + why
                                        + ": ask for the image itself.");
                case Thumbnails.Outcome.Busy() ->
                        throw ApiProblem.unavailable("Too many thumbnails are being made.");
            };
        } catch (IOException e) {
            throw Download.unavailable(e);
        }
    }

    private static ThumbnailSize size(ServerRequest request) {
        var word = request.query().first("size").orElse(ThumbnailSize.SMALL.word());
        return ThumbnailSize.of(word)
                .orElseThrow(() ->
                        FieldProblems.notAChoice(
                                "size",
                                word,
                                ThumbnailSize.words(),
                                "size must be one of "
                                        + String.join(", ", ThumbnailSize.words())
                                        + ": the longest side in pixels."));
    }

    private StoredFile stored(ServerRequest request, Caller caller) {
        var id = Exchange.uuid(request, "id");
        GenerationEndpoint.visible(requests, id, caller);
        return stored(id, Exchange.number(request, "index"));
    }

    private StoredFile stored(UUID request, int index) {
        return jdbi.withHandle(handle -> Generations.image(handle, request, index))
                .orElseThrow(() -> ApiProblem.notFound("This image"));
    }
}
