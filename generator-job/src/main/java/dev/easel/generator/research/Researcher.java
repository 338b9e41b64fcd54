package dev.easel.generator.research;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Deadline;
import dev.easel.generator.chat.Conversation;
import dev.easel.generator.chat.Question;
import dev.easel.generator.chat.Reading;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.generator.text.Phrases;
import dev.easel.generator.work.WorkClient;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.Research;
import dev.easel.protocol.work.SearchQuery;
import dev.easel.protocol.work.SearchReply;
import dev.easel.protocol.work.SearchReply.Snippet;
import dev.easel.protocol.work.WorkOrder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches by way of api and has the language model sum it up. Only what ends the attempt anyway
 * gets out as an exception: everything else is a note to the user.
 */
public final class Researcher {
    private static final Logger LOG = LoggerFactory.getLogger(Researcher.class);
    private static final Duration WHOLE_MAX = Duration.ofSeconds(45);

    /** A little more than api takes at most. */
    private static final Duration SEARCH_MAX = Duration.ofSeconds(18);

    private final WorkClient client;
    private final Conversation conversation;
    private final WorkOrder order;
    private final Phrases phrases;

    public Researcher(WorkClient client, Conversation conversation, WorkOrder order) {
        this.client = client;
        this.conversation = conversation;
        this.order = order;
        this.phrases = Phrases.of(order.locale());
    }

    /**
     * @param instruction what is left of it without the words that decline research
     */
    public Findings research(Declined instruction, ModelFamily family, Deadline attempt)
            throws InterruptedException {
        var theme = instruction.rest();
        if (!order.research()) {
            return Findings.NOT_ASKED_FOR;
        }
        if (instruction.declined()) {
            return Findings.declined(say(Kind.RESEARCH_DECLINED));
        }
        if (!order.action().equals("Generate")
                || order.parameters().prompt() != null
                || theme == null
                || theme.isBlank()) {
            return Findings.skipped(without(say(Kind.RESEARCH_NOT_NEEDED)));
        }
        var started = System.nanoTime();
        var findings = search(theme, family, attempt.orSooner(whole()));
        LOG.atInfo()
                .addKeyValue(
                        "outcome",
                        Objects.requireNonNull(findings.research())
                                .outcome()
                                .name()
                                .toLowerCase(Locale.ROOT))
                .addKeyValue("sources", findings.research().sources().size())
                .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                .log("researched");
        return findings;
    }

    /** Never longer than composing may take. */
    private Duration whole() {
        var composing = Duration.ofSeconds(order.limits().composeSecondsMax());
        return composing.compareTo(WHOLE_MAX) < 0 ? composing : WHOLE_MAX;
    }

    private Findings search(String theme, ModelFamily family, Deadline deadline)
            throws InterruptedException {
        var queries = Queries.of(theme, family);
        var replies = replies(queries, deadline.orSooner(SEARCH_MAX));
        var snippets = Sources.chosen(replies);
        if (snippets.isEmpty()) {
            return Findings.failed(without(whyNothing(replies)));
        }
        try {
            return conversation
                    .ask(question(theme, snippets), this::read, deadline)
                    .map(summary -> found(summary, queries, replies, snippets))
                    .orElseGet(() -> Findings.failed(without(say(Kind.RESEARCH_NO_SUMMARY))));
        } catch (AttemptFailed e) {
            LOG.atWarn().addKeyValue("why", e.text()).log("no summary of the search");
            var why = deadline.passed() ? Kind.RESEARCH_TOO_SLOW : Kind.RESEARCH_NO_SUMMARY;
            return Findings.failed(without(say(why)));
        }
    }

    private Question question(String theme, List<Snippet> snippets) {
        return SummaryQuestion.of(theme, snippets, isJapanese());
    }

    private Reading<Summary> read(String text) {
        return Summary.read(text, SummaryQuestion.of("", List.of(), isJapanese()).system());
    }

    private boolean isJapanese() {
        return Phrases.language(order.locale()).equals("ja");
    }

    /** All at once; what is not there in time counts as unanswered. */
    private List<SearchReply> replies(List<SearchQuery> queries, Deadline deadline)
            throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var searches = new ArrayList<Callable<SearchReply>>();
            for (var query : queries) {
                searches.add(() -> client.search(query));
            }
            var replies = new ArrayList<SearchReply>();
            for (var search :
                    executor.invokeAll(
                            searches, deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
                var reply = reply(search);
                if (reply != null) {
                    replies.add(reply);
                }
            }
            return replies;
        }
    }

    private static @Nullable SearchReply reply(Future<SearchReply> search)
            throws InterruptedException {
        if (search.isCancelled()) {
            return null;
        }
        try {
            return search.get();
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                // The claim is gone: nothing of this attempt matters any more.
                case AttemptFailed ended -> throw ended;
                case IOException away -> {
                    LOG.atWarn()
                            .addKeyValue("why", away.getClass().getSimpleName())
                            .log("a search was not answered");
                    yield null;
                }
                case null, default -> throw new IllegalStateException(e);
            };
        }
    }

    /** What api says about it, else what can be seen from here. */
    private String whyNothing(List<SearchReply> replies) {
        if (replies.isEmpty()) {
            return say(Kind.RESEARCH_AWAY);
        }
        return replies.stream()
                .map(SearchReply::unavailable)
                .filter(Objects::nonNull)
                .findFirst()
                .map(why -> PlainText.of(why, 200))
                .orElseGet(() -> say(Kind.RESEARCH_NOTHING_FOUND));
    }

    private static Findings found(
            Summary summary,
            List<SearchQuery> queries,
            List<SearchReply> replies,
            List<Snippet> snippets) {
        var answered = replies.stream().filter(each -> each.provider() != null).toList();
        var research =
                new Research(
                        Research.Outcome.DONE,
                        null,
                        answered.isEmpty() ? null : answered.getFirst().provider(),
                        !answered.isEmpty() && answered.stream().allMatch(SearchReply::cached),
                        queries.stream().map(SearchQuery::query).toList(),
                        summary.summary(),
                        summary.techniques(),
                        summary.loras(),
                        summary.settings(),
                        Sources.of(snippets));
        return new Findings(research, summary.background(), null);
    }

    /** The note says all of it, so that a reader of notes and notices reads it once. */
    private String without(String why) {
        return phrases.say(Notice.of(Kind.WITHOUT_RESEARCH, why));
    }

    private String say(Kind kind) {
        return phrases.say(Notice.of(kind));
    }
}
