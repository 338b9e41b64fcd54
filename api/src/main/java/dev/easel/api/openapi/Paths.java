package dev.easel.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The paths of the document, and the methods of each. */
public final class Paths {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final Set<String> METHODS =
            Set.of("get", "head", "post", "put", "patch", "delete");

    private final List<Path> paths;

    private record Path(String template, Pattern pattern, Set<String> methods) {}

    /**
     * @param document as {@link #document} reads it
     */
    Paths(JsonNode document) {
        paths =
                document.path("paths").properties().stream()
                        .map(entry -> path(entry.getKey(), entry.getValue()))
                        // Words before parameters, so that /settings/effective is no key.
                        .sorted(
                                Comparator.comparingLong(
                                        p -> PARAMETER.matcher(p.template()).results().count()))
                        .toList();
    }

    public static Paths ofTheDocument() {
        return new Paths(document());
    }

    static JsonNode document() {
        try (var in = Paths.class.getResourceAsStream("openapi.yaml")) {
            return Serialization.yamlMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String template, JsonNode operations) {
        var methods = new TreeSet<String>();
        operations.properties().stream()
                .map(operation -> operation.getKey())
                .filter(METHODS::contains)
                .forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
        var pattern = Pattern.compile(PARAMETER.matcher(template).replaceAll("[^/]+"));
        return new Path(template, pattern, methods);
    }

    List<String> templates() {
        return paths.stream().map(Path::template).toList();
    }

    /** The one that a path was made from. */
    Optional<String> template(String path) {
        return of(path).map(Path::template);
    }

    /** Sorted; none for a path that is not in the document. */
    public Set<String> methods(String path) {
        return of(path).map(Path::methods).orElse(Set.of());
    }

    private Optional<Path> of(String path) {
        return paths.stream().filter(p -> p.pattern().matcher(path).matches()).findFirst();
    }
}
