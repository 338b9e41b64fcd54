package dev.easel.sandbox.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.Call;
import dev.easel.sandbox.standin.Faults;
import dev.easel.sandbox.standin.Reply;
import dev.easel.sandbox.standin.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One host that answers as each of the three: their paths do not meet. */
final class Endpoints implements Service {
    private final ObjectMapper mapper;
    private final Faults faults;
    private final Corpus corpus = Corpus.load();
    private final Corpus hostile = Corpus.hostile();
    private final Searxng searxng;
    private final Brave brave;
    private final Google google;
    private final Map<String, Integer> searches = new TreeMap<>();

    Endpoints(ObjectMapper mapper, Faults faults) {
        this.mapper = mapper;
        this.faults = faults;
        this.searxng = new Searxng(mapper);
        this.brave = new Brave(mapper);
        this.google = new Google(mapper);
    }

    @Override
    public Reply answer(Call call) {
        if (!call.method().equals("GET")) {
            return Reply.text(405, "text/plain", "method not allowed");
        }
        return switch (call.path()) {
            case Searxng.PATH -> counted("searxng", searxng.answer(call, fault(call), this::find));
            case Brave.PATH -> counted("brave", brave.answer(call, fault(call), this::find));
            case Google.PATH -> counted("google", google.answer(call, fault(call), this::find));
            case "/healthz" -> Reply.text(200, "text/plain", "OK");
            default -> Reply.text(404, "text/html", "<html><body>Not Found</body></html>");
        };
    }

    /** What a search finds, unless it is told to fail. */
    interface Find {
        List<Page> pages(String query, String language, int max, Optional<SearchFault> fault);
    }

    private List<Page> find(String query, String language, int max, Optional<SearchFault> fault) {
        return switch (fault.orElse(null)) {
            case SearchFault.NoResults _ -> List.of();
            case SearchFault.Hostile _ -> hostile.all().stream().limit(max).toList();
            case null, default -> corpus.find(query, language, max);
        };
    }

    private Optional<SearchFault> fault(Call call) {
        return faults.take(SearchFault.class, call.path());
    }

    private Reply counted(String name, Reply reply) {
        synchronized (searches) {
            searches.merge(name, 1, Integer::sum);
        }
        return reply;
    }

    /** How many calls a provider got. */
    int searches(String name) {
        synchronized (searches) {
            return searches.getOrDefault(name, 0);
        }
    }

    @Override
    public ObjectNode state() {
        var state = mapper.createObjectNode();
        synchronized (searches) {
            state.set("searches", mapper.valueToTree(searches));
        }
        return state;
    }

    @Override
    public void reset() {
        synchronized (searches) {
            searches.clear();
        }
    }
}
