package dev.easel.sandbox.discord;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The table of routes, written with the path templates of Discord's OpenAPI document. */
final class Routes {
    /** What a request of this route is counted as. */
    enum Kind {
        ORDINARY,
        MESSAGE_WRITE,
        /** Answers of interactions: no token in the header and no limit. */
        INTERACTION
    }

    record Route(
            String method,
            String template,
            Kind kind,
            Pattern pattern,
            List<String> names,
            Function<RestRequest, Answer> handler) {

        /** Answers of interactions have a token of their own and no part in the global limit. */
        boolean answersInteraction() {
            return kind == Kind.INTERACTION || template.startsWith("/webhooks/");
        }

        boolean messageWrite() {
            return kind == Kind.MESSAGE_WRITE;
        }
    }

    record Match(Route route, Map<String, String> path) {
        /** The id that separates buckets of one route: channel, guild or webhook. */
        String majorId() {
            return path.values().stream().findFirst().orElse("");
        }
    }

    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    private final List<Route> routes = new ArrayList<>();

    void add(String method, String template, Kind kind, Function<RestRequest, Answer> handler) {
        var names = new ArrayList<String>();
        var expression = new StringBuilder();
        for (var segment : template.substring(1).split("/")) {
            var part = PART.matcher(segment);
            expression.append('/');
            if (part.matches()) {
                names.add(part.group(1));
                expression.append("([^/]+)");
            } else {
                expression.append(Pattern.quote(segment));
            }
        }
        routes.add(
                new Route(
                        method,
                        template,
                        kind,
                        Pattern.compile(expression.toString()),
                        List.copyOf(names),
                        handler));
    }

    void get(String template, Function<RestRequest, Answer> handler) {
        add("GET", template, Kind.ORDINARY, handler);
    }

    void put(String template, Function<RestRequest, Answer> handler) {
        add("PUT", template, Kind.ORDINARY, handler);
    }

    void post(String template, Function<RestRequest, Answer> handler) {
        add("POST", template, Kind.ORDINARY, handler);
    }

    void patch(String template, Function<RestRequest, Answer> handler) {
        add("PATCH", template, Kind.ORDINARY, handler);
    }

    void delete(String template, Function<RestRequest, Answer> handler) {
        add("DELETE", template, Kind.ORDINARY, handler);
    }

    /** The first route that fits; literal routes are added before those with a name there. */
    Optional<Match> match(String method, String rawPath) {
        // Some clients send @original as %40original.
        var path = rawPath.replace("%40", "@");
        for (var route : routes) {
            var matcher = route.pattern().matcher(path);
            if (route.method().equals(method) && matcher.matches()) {
                var values = new LinkedHashMap<String, String>();
                for (var i = 0; i < route.names().size(); i++) {
                    var raw = matcher.group(i + 1).replace("+", "%2B");
                    values.put(
                            route.names().get(i), URLDecoder.decode(raw, StandardCharsets.UTF_8));
                }
                return Optional.of(new Match(route, values));
            }
        }
        return Optional.empty();
    }
}
