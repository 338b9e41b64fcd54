package dev.easel.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.FieldRule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PageTextsTest {
    private static final Pattern ENTRY = Pattern.compile("^  \"([^\"]+)\": \"(.*)\",$");
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)[|}]");
    private static final Pattern NAMED = Pattern.compile("[\"`]([a-z]+(?:\\.[a-zA-Z0-9_]+)*)[\"`]");
    private static final Pattern BUILT = Pattern.compile("`([a-z]+(?:\\.[a-zA-Z0-9_]+)*\\.)\\$\\{");

    private static Map<String, String> english = Map.of();
    private static Map<String, String> japanese = Map.of();
    private static String code = "";

    @BeforeAll
    static void read() throws IOException, URISyntaxException {
        var directory = PageFilesTest.directory();
        english = entries(directory.resolve("texts-en.js"));
        japanese = entries(directory.resolve("texts-ja.js"));
        var all = new StringBuilder();
        try (var files = Files.list(directory)) {
            for (var file : files.sorted().toList()) {
                var name = String.valueOf(file.getFileName());
                if (name.endsWith(".js") && !name.startsWith("texts-")) {
                    all.append(Files.readString(file));
                }
            }
        }
        code = all.toString();
    }

    private static Map<String, String> entries(Path file) throws IOException {
        var entries = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            var entry = ENTRY.matcher(line);
            if (entry.matches()) {
                assertThat(entries.put(entry.group(1), entry.group(2))).as(line).isNull();
            } else {
                assertThat(line).as("a line that this test cannot read").doesNotStartWith("  ");
            }
        }
        return entries;
    }

    @Test
    void saysEverythingInBothLanguages() {
        assertThat(english).isNotEmpty();
        assertThat(List.copyOf(japanese.keySet())).isEqualTo(List.copyOf(english.keySet()));
    }

    @Test
    void fillsTheSamePlacesInBothLanguages() {
        english.forEach((key, text) ->
                assertThat(places(japanese.getOrDefault(key, ""))).as(key).isEqualTo(places(text)));
    }

    private static Set<String> places(String text) {
        var places = new TreeSet<String>();
        for (var place = PLACE.matcher(text); place.find(); ) {
            places.add(place.group(1));
        }
        return places;
    }

    @Test
    void hasNoTextThatTheCodeDoesNotUse() {
        var used = new TreeSet<String>();
        for (var name = NAMED.matcher(code); name.find(); ) {
            used.add(name.group(1));
        }
        var built = new TreeSet<String>();
        for (var prefix = BUILT.matcher(code); prefix.find(); ) {
            built.add(prefix.group(1));
        }
        assertThat(english.keySet())
                .allMatch(key -> used.contains(key) || built.stream().anyMatch(key::startsWith));
    }

    @Test
    void usesNoTextThatIsNotThere() {
        var asked = Pattern.compile("\\bt\\((?:\\w+ \\? )?\"([^\"]+)\"").matcher(code);
        while (asked.find()) {
            assertThat(english).containsKey(asked.group(1));
        }
    }

    @Test
    void wordsEveryReasonThatARequestCanEndWith() {
        for (var reason : Reason.values()) {
            if (endsARequest(reason)) {
                assertThat(code).as(reason.word()).contains("  " + reason.word() + ": [\n");
            }
        }
    }

    private static boolean endsARequest(Reason reason) {
        return reason != Reason.COMPLETED
                && (reason.fits(Condition.SUCCEEDED, ConditionStatus.FALSE)
                        || reason.fits(Condition.ACCEPTED, ConditionStatus.FALSE)
                        || (reason.fits(Condition.BACKEND_AVAILABLE, ConditionStatus.FALSE)
                                && reason != Reason.BACKEND_DOWN));
    }

    @Test
    void wordsEveryRuleThatAFieldCanBreakInJapanese() {
        assertThat(Arrays.stream(FieldRule.values()).map(FieldRule::word))
                .allMatch(word -> code.contains("  " + word + ": ("));
    }
}
