package dev.easel.api.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.easel.api.generation.Requests;
import dev.easel.api.history.Generations;
import dev.easel.api.history.Generations.StoredFile;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Originals by signed address, without credentials: the address is the right to see the picture. No
 * answer tells a wrong signature from a picture that is not there.
 */
public final class OriginalEndpoint {
    /** Asked for again each time, so that what was deleted stops to show. */
    private static final String CACHE = "private, no-cache";

    private final Jdbi jdbi;
    private final Requests requests;
    private final ImageStore images;
    private final OriginalLinks links;

    public OriginalEndpoint(Jdbi jdbi, Requests requests, ImageStore images, OriginalLinks links) {
        this.jdbi = jdbi;
        this.requests = requests;
        this.images = images;
        this.links = links;
    }

    public void routing(HttpRouting.Builder routing) {
        var path = "/api/v1/originals/{id}/{index}";
        routing.get(path, this::original).head(path, this::original);
    }

    private void original(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.header(HeaderNames.create("X-Robots-Tag"), "noindex");
        var id = Exchange.uuid(request, "id");
        var index = Exchange.number(request, "index");
        var query = request.query();
        var verdict =
                links.check(
                        id,
                        index,
                        query.first("expires").orElse(""),
                        query.first("key").orElse(""),
                        query.first("signature").orElse(""));
        switch (verdict) {
            case VALID ->
                    stored(id, index)
                            .ifPresentOrElse(
                                    stored -> send(request, response, stored, name(id, index)),
                                    () -> refuse(request, response, LinkPage.NOTHING_HERE));
            case EXPIRED -> refuse(request, response, LinkPage.EXPIRED);
            case WRONG -> refuse(request, response, LinkPage.NOTHING_HERE);
        }
    }

    private void send(
            ServerRequest request, ServerResponse response, StoredFile stored, String name) {
        response.header(HeaderNames.CONTENT_DISPOSITION, "inline; filename=\"" + name + "\"");
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        ImageEndpoint.original(stored, CACHE).send(request, response, images.source(stored.key()));
    }

    /** As the bot names its files. */
    private static String name(UUID request, int index) {
        return "easel-" + request.toString().substring(0, 8) + "-" + (index + 1) + ".png";
    }

    private Optional<StoredFile> stored(UUID request, int index) {
        return requests.find(request)
                .filter(row -> row.erasedAt() == null)
                .flatMap(_ -> jdbi.withHandle(handle -> Generations.image(handle, request, index)));
    }

    /** People follow these addresses in a browser: they get a page, programs a problem. */
    private static void refuse(ServerRequest request, ServerResponse response, LinkPage page) {
        if (!request.headers().first(HeaderNames.ACCEPT).orElse("").contains("text/html")) {
            throw page.problem();
        }
        var language = request.headers().first(HeaderNames.ACCEPT_LANGUAGE).orElse("");
        response.status(page.problem().status());
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.VARY, "Accept, Accept-Language");
        response.header(HeaderNames.create("Content-Security-Policy"), "default-src 'none'");
        Exchange.send(request, response, page.html(language).getBytes(UTF_8));
    }

    /** Why an address shows no picture, for people and for programs. */
    private enum LinkPage {
        EXPIRED(
                Status.GONE_410,
                "LinkExpired",
                "This link has expired.",
                "Open the picture's details where it was posted: a new link is there.",
                "このリンクは期限が切れています。",
                "画像が投稿された場所で「詳細」を開くと、新しいリンクが表示されます。"),
        NOTHING_HERE(
                Status.NOT_FOUND_404,
                "NotFound",
                "There is no picture at this address.",
                "It was deleted, or the address is not complete: copy the whole of it.",
                "この URL には画像がありません。",
                "画像が削除されたか、URL の一部が欠けています。URL 全体をコピーし直してください。");

        private final Status status;
        private final String code;
        private final String error;
        private final String detail;
        private final String errorJa;
        private final String detailJa;

        LinkPage(
                Status status,
                String code,
                String error,
                String detail,
                String errorJa,
                String detailJa) {
            this.status = status;
            this.code = code;
            this.error = error;
            this.detail = detail;
            this.errorJa = errorJa;
            this.detailJa = detailJa;
        }

        ApiProblem problem() {
            return ApiProblem.of(status, code, error, detail);
        }

        String html(String acceptLanguage) {
            return acceptLanguage.startsWith("ja")
                    ? html("ja", errorJa, detailJa)
                    : html("en", error, detail);
        }

        private static String html(String language, String title, String text) {
            return """
            <!doctype html>
            <html lang="%s">
            <head><meta charset="utf-8"><title>Easel</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"></head>
            <body><h1>%s</h1><p>%s</p></body>
            </html>
            """
                    .formatted(language, title, text);
        }
    }
}
