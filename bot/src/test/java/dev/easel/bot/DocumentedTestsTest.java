package dev.easel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.sandbox.cluster.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the stand-ins' page names are there. */
class DocumentedTestsTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+))?`");
    private static final int SCENARIOS_AND_SURPRISES = 13 + 25;

    private static final Path ROOT = Checkout.current().root();

    @Test
    void areAllThere() throws IOException {
        var sources = sources();
        var named = NAMED.matcher(page()).results().toList();

        assertThat(named).hasSizeGreaterThan(SCENARIOS_AND_SURPRISES);
        named.forEach(n -> assertNamesATest(n, sources));
    }

    @Test
    void coverEveryRow() throws IOException {
        var rows =
                page().lines()
                        .dropWhile(l -> !l.startsWith("### What the bot is held to"))
                        .filter(l -> l.startsWith("| "))
                        .filter(l -> NAMED.matcher(l).find());

        assertThat(rows).hasSize(SCENARIOS_AND_SURPRISES);
    }

    private static void assertNamesATest(MatchResult named, Map<String, String> sources) {
        assertThat(sources.keySet()).contains(named.group(1));
        if (named.group(2) != null) {
            assertThat(sources.get(named.group(1)))
                    .as(named.group())
                    .matches(s -> s.contains("void " + named.group(2) + "("), "has the test");
        }
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/reference/stand-ins.md"));
    }

    private static Map<String, String> sources() throws IOException {
        try (var bot = Files.walk(ROOT.resolve("bot/src/test/java"));
                var sandbox = Files.walk(ROOT.resolve("sandbox/src/test/java"))) {
            return Stream.concat(bot, sandbox)
                    .filter(f -> f.toString().endsWith(".java"))
                    .collect(
                            Collectors.toMap(
                                    f -> f.getFileName().toString().replace(".java", ""),
                                    DocumentedTestsTest::read,
                                    String::concat));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
