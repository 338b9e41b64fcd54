package dev.easel.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final int BYTES_MAX = 200 * 1024;
    private static final Pattern IMPORT = Pattern.compile("from \"\\./([a-z0-9-]+\\.js)\"");

    private final PageFiles files = PageFiles.read();

    static Path directory() throws URISyntaxException {
        var index = Objects.requireNonNull(PageFiles.class.getResource("index.html"));
        return Objects.requireNonNull(Path.of(index.toURI()).getParent());
    }

    @Test
    void servesEveryFileThatThereIs() throws IOException, URISyntaxException {
        try (var found = Files.list(directory())) {
            var there =
                    found.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.matches(".*\\.(js|css|svg)"))
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(files.assets().keySet()).containsExactlyInAnyOrderElementsOf(there);
        }
    }

    @Test
    void servesEveryModuleThatAModuleImports() {
        files.assets()
                .forEach((name, file) -> {
                    var imports = IMPORT.matcher(text(file));
                    while (imports.find()) {
                        assertThat(files.asset(imports.group(1)))
                                .as(name + " imports " + imports.group(1))
                                .isPresent();
                    }
                });
    }

    @Test
    void hasNoScriptOrStyleWithinThePage() {
        assertThat(text(files.index()))
                .doesNotContain("<style", "style=", "javascript:", "{assets}")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern(" on[a-z]+=");
    }

    @Test
    void makesNoMarkupOfText() {
        files.assets()
                .forEach((name, file) ->
                        assertThat(text(file))
                                .as(name)
                                .doesNotContain(
                                        "innerHTML",
                                        "outerHTML",
                                        "insertAdjacentHTML",
                                        "document.write",
                                        "eval(",
                                        "new Function"));
    }

    @Test
    void weighsLessThan200KilobytesAsItIsSent() {
        var sent =
                files.index().gzip().length
                        + files.assets().values().stream().mapToInt(f -> f.gzip().length).sum();
        assertThat(sent).isLessThan(BYTES_MAX);
    }

    @Test
    void nothingIsFetchedFromElsewhere() {
        files.assets()
                .forEach((name, file) ->
                        assertThat(text(file).replace("http://www.w3.org/2000/svg", ""))
                                .as(name)
                                .doesNotContainPattern("[\"'(]https?://"));
    }

    private static String text(PageFiles.File file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }
}
