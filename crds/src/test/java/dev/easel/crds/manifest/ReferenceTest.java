package dev.easel.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The reference says what the definitions and the registry say. The parts between the markers are
 * written anew as {@link ManifestsTest} tells.
 */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference");

    private static final Map<String, List<String>> CONDITIONS =
            Map.of(
                    "generationrequests",
                    List.of(
                            Condition.SUCCEEDED,
                            Condition.ACCEPTED,
                            Condition.ADMITTED,
                            Condition.GENERATOR_READY,
                            Condition.RESULT_STORED,
                            Condition.DELIVERED,
                            Condition.INTERRUPTED),
                    "generationpools",
                    List.of(Condition.READY, Condition.BACKEND_AVAILABLE));

    @ParameterizedTest
    @CsvSource({"generationrequest.md, generationrequests", "generationpool.md, generationpools"})
    void pageSaysWhatTheDefinitionSays(String page, String plural) throws IOException {
        var definition =
                Objects.requireNonNull(CrdManifests.generate().get(plural + ".easel.dev.yaml"));
        var root = definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
        var types = Objects.requireNonNull(CONDITIONS.get(plural));
        var file = REFERENCE.resolve(page);
        var text = Files.readString(file);

        var fresh = with(text, "spec", FieldTable.fields(part(root, "spec")));
        fresh = with(fresh, "rules", FieldTable.rules(root));
        fresh = with(fresh, "status", FieldTable.fields(part(root, "status")));
        fresh = with(fresh, "conditions", FieldTable.conditions(types));

        if (ManifestsTest.WRITE) {
            Files.writeString(file, fresh);
        }
        assertThat(file).as(ManifestsTest.HOW).content().isEqualTo(fresh);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasAHeadingAMeaningAndAWayOut(Reason reason) throws IOException {
        var uses =
                reason.uses().stream()
                        .map(use -> "`%s=%s`".formatted(use.condition(), use.status().word()))
                        .sorted()
                        .collect(Collectors.joining(", "));

        assertThat(sections())
                .containsKey(reason.word())
                .extractingByKey(reason.word())
                .asString()
                .startsWith((uses.isEmpty() ? "In failures, API errors and notices" : uses) + ".\n")
                .containsPattern("\\n\\n\\S[^\\n]+(\\n\\S[^\\n]+)*\\n\\nWhat to do: \\S");
    }

    @Test
    void noHeadingIsWithoutAReason() throws IOException {
        assertThat(sections().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::word).toList());
    }

    private static Map<String, String> sections() throws IOException {
        return Arrays.stream(Files.readString(REFERENCE.resolve("reasons.md")).split("\n## "))
                .skip(1)
                .map(section -> section.split("\n\n", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static JSONSchemaProps part(JSONSchemaProps root, String name) {
        return Objects.requireNonNull(root.getProperties().get(name));
    }

    private static String with(String text, String part, String content) {
        var start = "<!-- generated: " + part + " -->\n";
        var end = "<!-- end -->";
        var matcher =
                Pattern.compile(Pattern.quote(start) + ".*?" + Pattern.quote(end), Pattern.DOTALL)
                        .matcher(text);
        assertThat(matcher.find()).as("the markers of %s", part).isTrue();
        return text.substring(0, matcher.start())
                + start
                + content
                + "\n"
                + end
                + text.substring(matcher.end());
    }
}
