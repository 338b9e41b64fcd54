package dev.easel.api.research;

import dev.easel.protocol.work.SearchReply.Snippet;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of one call to a provider. */
sealed interface Answer {
    /** Nothing found is an answer, too. */
    record Found(List<Snippet> snippets) implements Answer {
        public Found {
            snippets = List.copyOf(snippets);
        }
    }

    /**
     * @param why for the log: no query, no key, no address
     * @param pause how long the provider wants to be left alone, if it said so
     */
    record Failed(Trouble trouble, String why, @Nullable Duration pause) implements Answer {
        public Failed(Trouble trouble, String why) {
            this(trouble, why, null);
        }
    }
}
