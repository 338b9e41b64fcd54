package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What goes wrong next: rules for requests and for events, each for a number of times. */
public final class Faults {
    /** What happens to a request that a rule matches. */
    public sealed interface Action {
        /** A 429; the scope is user, shared or global. */
        record RateLimited(String scope, Duration retryAfter) implements Action {}

        /** An error of the service itself: 500, 502, 503. */
        record Broken(int status) implements Action {}

        /** The connection is cut before anything has happened. */
        record ResetBefore() implements Action {}

        /** The connection is cut after the change, before the answer. */
        record ResetAfter() implements Action {}

        /** The answer comes late; the change happened at once. */
        record Slow(Duration delay) implements Action {}

        /** It stands still until it is let go. */
        record Held(HeldCall call) implements Action {}

        /** A refusal with a Discord code, as a lost permission gives one. */
        record Refused(int status, int code, String message) implements Action {}

        /** A refusal in Discord's own words; an unknown code is an IllegalArgumentException. */
        static Action refused(int code) {
            var error = DiscordError.of(code);
            return new Refused(error.status(), code, error.body().path("message").asText());
        }
    }

    /** What happens to an event. */
    public enum EventFault {
        DELIVER,
        DROP,
        DUPLICATE,
        /** It comes late, and others before it. */
        DELAY
    }

    record Delivery(EventFault fault, Duration delay) {}

    private static final class RequestRule {
        final String method;
        final Pattern path;
        final Action action;
        int times;

        RequestRule(String method, Pattern path, int times, Action action) {
            this.method = method;
            this.path = path;
            this.times = times;
            this.action = action;
        }
    }

    private static final class EventRule {
        final String event;
        final Delivery delivery;
        int times;

        EventRule(String event, int times, Delivery delivery) {
            this.event = event;
            this.times = times;
            this.delivery = delivery;
        }
    }

    private final Map<String, UnaryOperator<ObjectNode>> rewrites = new HashMap<>();
    private final List<RequestRule> requestRules = new ArrayList<>();
    private final List<EventRule> eventRules = new ArrayList<>();

    /**
     * Adds a rule for the next requests of a method ({@code *} for any) whose path, without {@code
     * /api/v10}, contains a match of the expression.
     */
    public synchronized void onRequest(String method, String path, int times, Action action) {
        requestRules.add(new RequestRule(method, Pattern.compile(path), times, action));
    }

    /** Holds the next request that matches, as {@link #onRequest} has it. */
    public HeldCall hold(String method, String path, HeldCall.Moment moment) {
        var call = new HeldCall(moment);
        onRequest(method, path, 1, new Action.Held(call));
        return call;
    }

    /** Adds a rule for the next events of a name, such as {@code INTERACTION_CREATE}. */
    public synchronized void onEvent(String event, int times, EventFault fault) {
        onEvent(event, times, fault, Duration.ofSeconds(1));
    }

    /** The same; the delay counts for {@link EventFault#DELAY}. */
    public synchronized void onEvent(String event, int times, EventFault fault, Duration delay) {
        eventRules.add(new EventRule(event, times, new Delivery(fault, delay)));
    }

    /** Changes every event of a name before it leaves, until the rules are cleared. */
    public synchronized void rewrite(String event, UnaryOperator<ObjectNode> change) {
        rewrites.put(event, change);
    }

    synchronized ObjectNode rewritten(String event, ObjectNode payload) {
        var change = rewrites.get(event);
        return change == null ? payload : change.apply(payload.deepCopy());
    }

    /** Forgets all rules, and lets go what they hold. */
    public synchronized void clear() {
        requestRules.forEach(rule -> {
            if (rule.action instanceof Action.Held(var call)) {
                call.release();
            }
        });
        rewrites.clear();
        requestRules.clear();
        eventRules.clear();
    }

    synchronized Optional<Action> forRequest(String method, String path) {
        for (var rule : requestRules) {
            var methodMatches = rule.method.equals("*") || rule.method.equals(method);
            if (rule.times > 0 && methodMatches && rule.path.matcher(path).find()) {
                rule.times--;
                return Optional.of(rule.action);
            }
        }
        return Optional.empty();
    }

    synchronized Delivery forEvent(String event) {
        for (var rule : eventRules) {
            if (rule.times > 0 && rule.event.equals(event)) {
                rule.times--;
                return rule.delivery;
            }
        }
        return new Delivery(EventFault.DELIVER, Duration.ZERO);
    }

    /** A rule as the control surface takes it. */
    void add(JsonNode rule) {
        var times = rule.path("times").asInt(1);
        if (rule.has("event")) {
            onEvent(
                    rule.path("event").asText(),
                    times,
                    EventFault.valueOf(rule.path("fault").asText().toUpperCase(Locale.ROOT)),
                    Duration.ofMillis(rule.path("delayMillis").asLong(1000)));
            return;
        }
        onRequest(
                rule.path("method").asText("*"), rule.path("path").asText(""), times, action(rule));
    }

    private static Action action(JsonNode rule) {
        var delay = Duration.ofMillis(rule.path("delayMillis").asLong(1000));
        return switch (rule.path("action").asText()) {
            case "rateLimited" -> new Action.RateLimited(rule.path("scope").asText("user"), delay);
            case "broken" -> new Action.Broken(rule.path("status").asInt(500));
            case "resetBefore" -> new Action.ResetBefore();
            case "resetAfter" -> new Action.ResetAfter();
            case "slow" -> new Action.Slow(delay);
            case "refused" -> Action.refused(rule.path("code").asInt(50013));
            default ->
                    throw new IllegalArgumentException(
                            "action is one of rateLimited, broken, resetBefore, resetAfter, slow,"
                                    + " refused");
        };
    }
}
