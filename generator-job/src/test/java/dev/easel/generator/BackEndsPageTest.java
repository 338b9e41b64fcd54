package dev.easel.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that names the test of each row must name tests that exist. */
class BackEndsPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*");
    private static final int REPORTS = 25;

    @Test
    void everyRowNamesATestThatExists() throws IOException {
        var sources = sources();
        var rows =
                page().lines()
                        .filter(line -> line.startsWith("|"))
                        .filter(line -> !line.startsWith("| #") && !line.startsWith("|---"))
                        .filter(line -> !line.startsWith("| symptom"))
                        .toList();
        assertThat(rows).hasSizeGreaterThan(60);
        for (var row : rows) {
            assertThat(TEST.matcher(row).find()).as(row).isTrue();
            for (var found : TEST.matcher(row).results().toList()) {
                assertThat(sources).as(row).containsKey(found.group(1));
                assertThat(sources.get(found.group(1)))
                        .as(row)
                        .containsPattern("void " + found.group(2) + "\\(");
            }
        }
    }

    @Test
    void everyReportHasItsRow() throws IOException {
        var numbers = new ArrayList<Integer>();
        ROW.matcher(page()).results().forEach(row -> numbers.add(Integer.parseInt(row.group(1))));
        assertThat(numbers).hasSize(REPORTS).isSorted().doesNotHaveDuplicates();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "reference", "back-ends.md"));
    }

    private static Map<String, String> sources() throws IOException {
        var sources = new HashMap<String, String>();
        for (var module : List.of("generator-job", "sandbox", "api")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test"))) {
                for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    var name = String.valueOf(file.getFileName());
                    sources.put(name.replace(".java", ""), Files.readString(file));
                }
            }
        }
        return sources;
    }
}
