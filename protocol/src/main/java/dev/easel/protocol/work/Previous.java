package dev.easel.protocol.work;

import dev.easel.protocol.Settings;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The generation that an action starts from, complete.
 *
 * @param imageIndex which of its images is meant; absent for all of them
 * @param images what it stored, by index
 * @param history what came before it, latest first: its parent, that one's parent and so on, then
 *     what the thread made before the oldest of them. At most {@link #HISTORY_MAX}; the last one is
 *     the oldest of all, however many were left out between.
 */
public record Previous(
        UUID requestId,
        @Nullable String instruction,
        Settings settings,
        @Nullable Integer imageIndex,
        List<Image> images,
        List<Step> history) {
    public static final int HISTORY_MAX = 12;

    /**
     * @param sha256 of the file, lower-case hex
     * @param pixelsSha256 of the decoded RGB bytes, row by row
     */
    public record Image(
            int index,
            long seed,
            String sha256,
            @Nullable String pixelsSha256,
            int width,
            int height) {}

    /** One earlier generation. */
    public record Step(
            UUID requestId, String action, @Nullable String instruction, Settings settings) {}

    public Previous {
        images = images == null ? List.of() : List.copyOf(images);
        history = history == null ? List.of() : List.copyOf(history);
    }

    /** Whether it is this generation, or one whose image this one or its history was made from. */
    public boolean restsOn(UUID request) {
        return request.equals(requestId)
                || derivedFrom(settings, request)
                || history.stream().anyMatch(each -> derivedFrom(each.settings(), request));
    }

    private static boolean derivedFrom(Settings settings, UUID request) {
        var derivation = settings.derivation();
        return derivation != null && derivation.requestId().equals(request);
    }
}
