package dev.easel.bot.conversation;

import dev.easel.bot.request.Requests;
import dev.easel.crds.v1alpha1.GenerationRequest;
import java.lang.Character.UnicodeScript;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import net.dv8tion.jda.api.entities.Message;
import org.jspecify.annotations.Nullable;

/**
 * The language of someone who wrote a message, which Discord does not tell: that of their latest
 * request, else of what they wrote, else of the thread's latest request, else of the server.
 */
final class Languages {
    private final Requests requests;

    Languages(Requests requests) {
        this.requests = requests;
    }

    String of(Message message) {
        var author = message.getAuthor().getId();
        return latest(requests.all().filter(r -> author.equals(userId(r))))
                .or(() -> written(message.getContentRaw()))
                .or(() -> latest(requests.inThread(message.getChannelId())))
                .orElseGet(() -> message.getGuild().getLocale().getLocale());
    }

    /** Kana are Japanese; nothing else tells. */
    static Optional<String> written(String text) {
        return text.codePoints()
                        .mapToObj(UnicodeScript::of)
                        .anyMatch(s -> s == UnicodeScript.HIRAGANA || s == UnicodeScript.KATAKANA)
                ? Optional.of("ja")
                : Optional.empty();
    }

    private static Optional<String> latest(Stream<GenerationRequest> requests) {
        return requests.filter(r -> locale(r) != null)
                .max(Comparator.comparing(r -> r.getMetadata().getCreationTimestamp()))
                .map(Languages::locale);
    }

    private static @Nullable String locale(GenerationRequest request) {
        var requester = request.getSpec().requester();
        return requester == null ? null : requester.locale();
    }

    private static @Nullable String userId(GenerationRequest request) {
        var requester = request.getSpec().requester();
        return requester == null ? null : requester.userID();
    }
}
