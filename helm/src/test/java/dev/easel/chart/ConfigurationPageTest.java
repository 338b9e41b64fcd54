package dev.easel.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables that a process reads, the chart sets and the page explains are the same ones. */
class ConfigurationPageTest {
    private static final Pattern VARIABLE = Pattern.compile("EASEL_[A-Z0-9_]+");
    private static final Path PAGE = Path.of("../docs/reference/configuration.md");

    @ParameterizedTest
    @ValueSource(strings = {"api", "operator", "bot", "generator-job"})
    void explainsEveryVariableThatAProcessReads(String module) throws IOException {
        var read = variables(Path.of("..", module, "src/main/java"));

        assertThat(variables(PAGE)).containsAll(read);
    }

    @Test
    void explainsNoVariableThatNobodyReads() throws IOException {
        var read = new TreeSet<String>();
        for (var module : new String[] {"api", "operator", "bot", "generator-job", "service"}) {
            read.addAll(variables(Path.of("..", module, "src/main")));
        }

        assertThat(read).containsAll(variables(PAGE));
    }

    @Test
    void setsNoVariableThatNobodyReads() throws IOException {
        assertThat(variables(PAGE)).containsAll(variables(ChartTest.CHART.resolve("templates")));
    }

    /** Without the suffix of variables that name a file which holds the value. */
    private static TreeSet<String> variables(Path where) throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(where)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                VARIABLE.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group())
                        .map(name -> isSecretFile(name) ? name.replace("_FILE", "") : name)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static boolean isSecretFile(String name) {
        return name.matches(
                "EASEL_(DATABASE_PASSWORD|BOOTSTRAP_KEY|DISCORD_TOKEN|BRAVE_API_KEY|GOOGLE_API_KEY"
                        + "|LINK_KEYS|S3_ACCESS_KEY|S3_SECRET_KEY)_FILE");
    }
}
