package dev.easel.bot.delivery;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.RequestDetail;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which earlier result a result came from, and how. */
final class OriginText {
    private OriginText() {}

    static Optional<String> of(RequestDetail detail, @Nullable String sourceUrl, Texts texts) {
        var source = detail.source();
        return source == null
                ? Optional.empty()
                : how(detail.action())
                        .map(key -> "-# " + texts.get(key, earlier(source, sourceUrl, texts)));
    }

    private static Optional<Key> how(String action) {
        return switch (action) {
            case "Refine" -> Optional.of(Key.FROM_REFINE);
            case "Restore" -> Optional.of(Key.FROM_RESTORE);
            case "Reroll" -> Optional.of(Key.FROM_REROLL);
            case "Vary" -> Optional.of(Key.FROM_VARY);
            case "Upscale" -> Optional.of(Key.FROM_UPSCALE);
            case "Replay" -> Optional.of(Key.FROM_REPLAY);
            default -> Optional.empty();
        };
    }

    private static String earlier(
            RequestDetail.Source source, @Nullable String sourceUrl, Texts texts) {
        var words =
                source.imageIndex() == null
                        ? texts.get(Key.FROM_EARLIER)
                        : texts.get(Key.FROM_EARLIER_IMAGE, source.imageIndex() + 1);
        return sourceUrl == null
                ? words + " (`" + source.requestId().toString().substring(0, 8) + "`)"
                : "[" + words + "](<" + sourceUrl + ">)";
    }
}
