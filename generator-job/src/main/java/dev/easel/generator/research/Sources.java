package dev.easel.generator.research;

import dev.easel.protocol.Research.Source;
import dev.easel.protocol.work.SearchReply;
import dev.easel.protocol.work.SearchReply.Snippet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The snippets that are worth reading, and the pages they are from. */
final class Sources {
    private static final int SNIPPETS_MAX = 10;
    private static final int TITLE_CHARS_MAX = 120;
    private static final int URL_CHARS_MAX = 400;

    private Sources() {}

    /** The best of each search in turn, no page twice. */
    static List<Snippet> chosen(List<SearchReply> replies) {
        var chosen = new ArrayList<Snippet>();
        var known = new HashSet<String>();
        var longest = replies.stream().mapToInt(each -> each.snippets().size()).max().orElse(0);
        for (int place = 0; place < longest; place++) {
            for (var reply : replies) {
                if (place < reply.snippets().size() && chosen.size() < SNIPPETS_MAX) {
                    var snippet = reply.snippets().get(place);
                    if (isFollowed(snippet.url()) && known.add(snippet.url())) {
                        chosen.add(snippet);
                    }
                }
            }
        }
        return List.copyOf(chosen);
    }

    static List<Source> of(List<Snippet> snippets) {
        return snippets.stream().map(each -> new Source(title(each), each.url())).toList();
    }

    private static String title(Snippet snippet) {
        var title = PlainText.of(snippet.title(), TITLE_CHARS_MAX);
        return title.isEmpty() ? "…" : title;
    }

    private static boolean isFollowed(String url) {
        return url.length() <= URL_CHARS_MAX && url.matches("(?i)https?://[^\\s<>\"@]+");
    }
}
