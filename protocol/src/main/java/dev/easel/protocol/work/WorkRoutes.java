package dev.easel.protocol.work;

import java.util.UUID;

/**
 * Where a generator calls api. The token of its service account goes in {@code Authorization};
 * every call after the claim carries the claim's id in {@link #CLAIM_HEADER} and is answered 409
 * with code {@code FenceRejected} once the claim is retired, 410 with code {@code Cancelled} once
 * the request is cancelled.
 */
public final class WorkRoutes {
    public static final String CLAIM_HEADER = "Easel-Claim";

    /** Lower-case hex SHA-256 of an uploaded image. */
    public static final String SHA256_HEADER = "Easel-Image-Sha256";

    public static final String FENCE_REJECTED = "FenceRejected";
    public static final String CANCELLED = "Cancelled";

    /** Answers a claim with 422: there is nothing to start from and waiting brings nothing. */
    public static final String SOURCE_NOT_FOUND = "SourceNotFound";

    /** Answers a claim with 503: what the request starts from is not finished. */
    public static final String SOURCE_NOT_READY = "SourceNotReady";

    /** Query parameter: the generation whose image is meant. */
    public static final String OF = "of";

    private WorkRoutes() {}

    /** POST {@link ClaimRequest}, answers 200 {@link WorkOrder}. */
    public static String claim(UUID requestId, int attempt) {
        return attempt(requestId, attempt) + "/claim";
    }

    /** POST {@link ProgressReport}, answers 204. */
    public static String progress(UUID requestId, int attempt) {
        return attempt(requestId, attempt) + "/progress";
    }

    /** PUT the bytes of a PNG, at most 64 MiB; answers 200 {@link StoredImage}. Idempotent. */
    public static String image(UUID requestId, int attempt, int index) {
        return attempt(requestId, attempt) + "/images/" + index;
    }

    /**
     * GET the PNG of an image of the work order's previous generation or, with {@link #OF}, of one
     * that it or its history was made from; 404 if there is none such.
     */
    public static String sourceImage(UUID requestId, int attempt, int index) {
        return attempt(requestId, attempt) + "/source-images/" + index;
    }

    /** POST {@link SearchQuery}, answers 200 {@link SearchReply}, also if no provider answered. */
    public static String search(UUID requestId, int attempt) {
        return attempt(requestId, attempt) + "/search";
    }

    /** POST {@link ResultReport}, answers 200 {@link ResultReceipt}. Idempotent. */
    public static String result(UUID requestId, int attempt) {
        return attempt(requestId, attempt) + "/result";
    }

    /** POST {@link FailureReport}, answers 204. Idempotent. */
    public static String failure(UUID requestId, int attempt) {
        return attempt(requestId, attempt) + "/failure";
    }

    private static String attempt(UUID requestId, int attempt) {
        return "/internal/v1/requests/" + requestId + "/attempts/" + attempt;
    }
}
