package dev.easel.generator.refine;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.generator.Prepared;
import dev.easel.generator.chat.Reading;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.WorkOrder;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Instructions, what a language model might answer, and what must become of the settings. Whatever
 * a case does not name must stay byte for byte.
 */
class RefinementTableTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
    private static final long FRESH_SEED = 4242;

    static Stream<Arguments> table() throws IOException {
        return rows().map(each -> Arguments.of(each.path("name").asText(), each));
    }

    private static Stream<JsonNode> rows() throws IOException {
        var resource = RefinementTableTest.class.getResourceAsStream("refinements.json");
        var rows = Json.mapper().readTree(resource);
        return StreamSupport.stream(rows.spliterator(), false);
    }

    @Test
    void holdsAtLeast60PairsInBothLanguages() throws IOException {
        var said = rows().map(each -> each.path("say").asText()).toList();
        assertThat(said).hasSizeGreaterThanOrEqualTo(60);
        assertThat(said.stream().filter(each -> each.codePoints().anyMatch(c -> c > 0x3000)))
                .hasSizeGreaterThan(30);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void changesWhatIsAskedAndNothingElse(String name, JsonNode row) {
        var previous = Bases.previous(row.path("on").asText());
        var work = new Refining(order(row), Bases.catalogue(), "test:1b", () -> FRESH_SEED);
        assertThat(work.needsTheModel()).as("asks").isEqualTo(row.path("asked").asBoolean(true));
        if (row.has("fails")) {
            assertThatThrownBy(() -> answered(work, row))
                    .isInstanceOfSatisfying(
                            AttemptFailed.class,
                            failed ->
                                    assertThat(failed.why())
                                            .isEqualTo(
                                                    ExitCode.valueOf(row.path("fails").asText())));
            return;
        }
        var prepared = answered(work, row);
        var current = new Starting(previous).current();
        assertThat(tree(prepared.settings())).isEqualTo(expected(current, row));
        assertThat(prepared.notices().stream().map(each -> each.kind().name()).toList())
                .isEqualTo(texts(row.path("notices")));
        assertThat(prepared.composition().writer().name())
                .isEqualTo(
                        row.path("writer")
                                .asText(work.needsTheModel() ? "LANGUAGE_MODEL" : "PREVIOUS"));
        row.path("from")
                .properties()
                .forEach(each ->
                        assertThat(prepared.composition().provenance().get(each.getKey()))
                                .as(each.getKey())
                                .isEqualTo(Provenance.valueOf(each.getValue().asText())));
        tellsTheTruth(prepared, current);
    }

    @ParameterizedTest
    @CsvSource({
        "シードは変えないで, false",
        "シードはそのままで夜に, false",
        "don't change the seed, false",
        "same seed but at night, false",
        "シードを変えて, true",
        "another picture, true"
    })
    void hearsWhetherTheSeedMayChange(String instruction, boolean asked) {
        assertThat(Refining.asksForSeed(instruction)).isEqualTo(asked);
    }

    private static WorkOrder order(JsonNode row) {
        var order =
                anOrder()
                        .action("Refine")
                        .instruction(row.path("say").asText())
                        .previous(Bases.previous(row.path("on").asText()))
                        .known(Bases.loras());
        var request = row.path("request");
        if (request.has("prompt")) {
            order.prompt(request.path("prompt").asText());
        }
        if (request.has("seed")) {
            order.seed(request.path("seed").asLong());
        }
        if (request.has("loras")) {
            order.loras(
                    request.path("loras").properties().stream()
                            .map(each -> new Lora(each.getKey(), each.getValue().decimalValue()))
                            .toArray(Lora[]::new));
        }
        if (request.has("width")) {
            order.width(request.path("width").asInt());
        }
        if (request.has("imageCount")) {
            order.images(request.path("imageCount").asInt(), Provenance.REQUEST);
        }
        return order.on(NOWHERE, NOWHERE);
    }

    /** At most two answers, as the conversation would hear them. */
    private static Prepared answered(Refining work, JsonNode row) {
        if (!work.needsTheModel()) {
            return work.prepared(null);
        }
        var read = Refiner.worthIt(work.saysPlainly());
        var script = row.path("answer");
        var answers = script.isArray() ? script : Json.mapper().createArrayNode().add(script);
        for (var answer : answers) {
            var text = answer.isTextual() ? answer.asText() : answer.toString();
            if (read.apply(text.replace("WORDS_OF_500_CHARACTERS", "word ".repeat(100)))
                    instanceof Reading.Usable<Delta>(var delta)) {
                return work.prepared(Optional.of(delta));
            }
        }
        return work.prepared(Optional.empty());
    }

    private static JsonNode expected(Settings current, JsonNode row) {
        var settings = tree(current);
        if (row.has("prompt")) {
            settings.put(
                    "prompt",
                    row.path("prompt")
                            .asText()
                            .replace("FULL", "b, " + Bases.FULL)
                            .replace("CUT_AT_A_WORD", "word ".repeat(80).strip()));
        }
        if (row.has("negative")) {
            settings.put("negative_prompt", row.path("negative").asText());
        }
        row.path("set").properties().forEach(each -> settings.set(each.getKey(), each.getValue()));
        return Json.mapper().valueToTree(Json.mapper().convertValue(settings, Object.class));
    }

    /** Every setting by its name, numbers as numbers. */
    private static ObjectNode tree(Settings s) {
        var tree = Json.mapper().createObjectNode();
        tree.put("prompt", s.prompt()).put("negative_prompt", s.negativePrompt());
        tree.put("model", s.model()).put("steps", s.steps());
        tree.set("cfg_scale", number(s.cfgScale().doubleValue()));
        tree.put("sampler", s.sampler()).put("scheduler", s.scheduler());
        tree.put("seed", (int) s.seed()).put("width", s.width()).put("height", s.height());
        tree.put("image_count", s.imageCount());
        var loras = tree.putObject("loras");
        s.loras().forEach(each -> loras.set(each.name(), number(each.weight().doubleValue())));
        return tree;
    }

    private static JsonNode number(double value) {
        return value == Math.rint(value)
                ? Json.mapper().getNodeFactory().numberNode((int) value)
                : Json.mapper().getNodeFactory().numberNode(value);
    }

    /** The fields that are said to have changed are those that did. */
    private static void tellsTheTruth(Prepared prepared, Settings before) {
        var different = new TreeSet<String>();
        var old = tree(before);
        tree(prepared.settings())
                .properties()
                .forEach(each -> {
                    if (!each.getValue().equals(old.get(each.getKey()))) {
                        different.add(each.getKey());
                    }
                });
        var refinement = Objects.requireNonNullElse(prepared.refinement(), Refinement.NONE);
        var told = new TreeSet<String>();
        refinement.changed().forEach(each -> told.add(each.field()));
        assertThat(told).isEqualTo(different);
        assertThat(different).allMatch(prepared.composition().provenance()::containsKey);
        var kept = new ArrayList<>(refinement.kept().stream().map(Refinement.Kept::field).toList());
        kept.removeAll(List.of("prompt", "negative_prompt", "loras"));
        assertThat(kept).noneMatch(different::contains);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
