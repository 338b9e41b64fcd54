package dev.easel.api.openapi;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which methods the document gives to each path. */
public final class Methods {
    private static final Set<String> OPERATIONS =
            Set.of("get", "head", "post", "put", "patch", "delete");

    private final List<Path> paths;

    private record Path(Pattern pattern, Set<String> methods) {}

    private Methods(List<Path> paths) {
        this.paths = paths;
    }

    public static Methods ofTheDocument() {
        try (var in = Methods.class.getResourceAsStream("openapi.yaml")) {
            var document = Serialization.yamlMapper().readTree(Objects.requireNonNull(in));
            var paths = new ArrayList<Path>();
            document.path("paths")
                    .properties()
                    .forEach(entry -> {
                        var methods = new TreeSet<String>();
                        entry.getValue()
                                .fieldNames()
                                .forEachRemaining(field -> {
                                    if (OPERATIONS.contains(field)) {
                                        methods.add(field.toUpperCase(Locale.ROOT));
                                    }
                                });
                        paths.add(
                                new Path(
                                        Pattern.compile(
                                                entry.getKey().replaceAll("\\{[^}]+}", "[^/]+")),
                                        methods));
                    });
            return new Methods(List.copyOf(paths));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sorted; none for a path that is not in the document. */
    public Set<String> of(String path) {
        return paths.stream()
                .filter(p -> p.pattern().matcher(path).matches())
                .map(Path::methods)
                .findFirst()
                .orElse(Set.of());
    }
}
