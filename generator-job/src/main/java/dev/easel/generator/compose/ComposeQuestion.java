package dev.easel.generator.compose;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.generator.chat.Question;
import dev.easel.generator.render.Catalogue;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the language model is asked. The schema offers only what is still open, from the back end's
 * live lists; it is repeated in the system message, since a schema steers tokens and is not read.
 */
final class ComposeQuestion {
    /** Changes whenever the resource changes, so that a stored result says who asked how. */
    static final String VERSION = "compose-v1";

    private static final int CHOICES_MAX = 40;
    private static final int INSTRUCTION_CHARS_MAX = 2000;

    private ComposeQuestion() {}

    static Question of(String instruction, ResolvedParameters given, Catalogue catalogue) {
        var schema = schema(given, catalogue).toPrettyString();
        var system =
                template()
                        .replace("{defaults}", defaults(given, catalogue))
                        .replace("{schema}", schema);
        return new Question("composition", system, quoted(instruction), schema, null);
    }

    /** The instruction is data: it cannot close its own quotation. */
    static String quoted(String instruction) {
        var text = instruction.strip();
        var bounded =
                text.length() <= INSTRUCTION_CHARS_MAX
                        ? text
                        : text.substring(0, INSTRUCTION_CHARS_MAX);
        var closed = bounded.replaceAll("(?i)</?\\s*instruction\\s*>", " ");
        return "<instruction>\n" + closed + "\n</instruction>";
    }

    /** Whether the language model may set what nobody or only the installation has set. */
    static boolean open(@Nullable Resolved<?> given) {
        return given == null || given.from() == Provenance.INSTALLATION;
    }

    static ObjectNode schema(ResolvedParameters given, Catalogue catalogue) {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        text(properties, "explanation", 0, 300);
        text(properties, "prompt", 1, 2000);
        if (open(given.negativePrompt())) {
            text(properties, "negative_prompt", 0, 1000);
        }
        if (open(given.model())) {
            choice(properties, "model", catalogue.modelNames(), model(given, catalogue));
        }
        if (open(given.sampler())) {
            choice(properties, "sampler", catalogue.samplers(), value(given.sampler()));
        }
        if (open(given.scheduler())) {
            choice(properties, "scheduler", catalogue.schedulerLabels(), value(given.scheduler()));
        }
        if (open(given.steps())) {
            number(properties, "steps", "integer", 1, 150).put("default", given.steps().value());
        }
        if (open(given.cfgScale())) {
            number(properties, "cfg_scale", "number", 1, 30)
                    .put("default", given.cfgScale().value());
        }
        if (open(given.width()) && open(given.height())) {
            number(properties, "width", "integer", 64, 2048).put("default", given.width().value());
            number(properties, "height", "integer", 64, 2048)
                    .put("default", given.height().value());
        }
        if (open(given.seed())) {
            // A model that fills in everything would else give every picture the same seed.
            number(properties, "seed", "integer", -1, 4294967295L).put("default", -1);
        }
        if (open(given.imageCount())) {
            number(properties, "image_count", "integer", 1, 8)
                    .put("default", given.imageCount().value());
        }
        if (open(given.loras()) && !catalogue.loras().isEmpty()) {
            loras(properties, catalogue.loraNames());
        }
        var required = schema.putArray("required").add("explanation").add("prompt");
        if (properties.has("negative_prompt")) {
            required.add("negative_prompt");
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private static void text(ObjectNode properties, String name, int min, int max) {
        var text = properties.putObject(name).put("type", "string");
        if (min > 0) {
            text.put("minLength", min);
        }
        text.put("maxLength", max);
    }

    private static ObjectNode number(
            ObjectNode properties, String name, String type, long min, long max) {
        return properties.putObject(name).put("type", type).put("minimum", min).put("maximum", max);
    }

    private static void choice(
            ObjectNode properties, String name, List<String> choices, @Nullable String usual) {
        if (choices.isEmpty()) {
            return;
        }
        var property = properties.putObject(name);
        words(property, choices);
        if (usual != null) {
            property.put("default", usual);
        }
    }

    private static @Nullable String value(@Nullable Resolved<String> given) {
        return given == null ? null : given.value();
    }

    private static @Nullable String model(ResolvedParameters given, Catalogue catalogue) {
        if (given.model() != null) {
            return given.model().value();
        }
        return catalogue.current() == null ? null : catalogue.current().name();
    }

    private static void words(ObjectNode property, List<String> choices) {
        var words = property.put("type", "string").putArray("enum");
        choices.stream().limit(CHOICES_MAX).forEach(words::add);
    }

    private static void loras(ObjectNode properties, List<String> names) {
        var lora = properties.putObject("loras").put("type", "array").put("maxItems", 3);
        var item = lora.putObject("items").put("type", "object");
        var fields = item.putObject("properties");
        words(fields.putObject("name"), names);
        number(fields, "weight", "number", -2, 2);
        item.putArray("required").add("name").add("weight");
        item.put("additionalProperties", false);
    }

    private static String defaults(ResolvedParameters given, Catalogue catalogue) {
        var model = model(given, catalogue);
        return "%dx%d pixels, %d steps, CFG scale %s, %d images, model %s, a random seed (-1)"
                .formatted(
                        given.width().value(),
                        given.height().value(),
                        given.steps().value(),
                        given.cfgScale().value().toPlainString(),
                        given.imageCount().value(),
                        model == null ? "of the back end" : model);
    }

    private static String template() {
        try (var resource = ComposeQuestion.class.getResourceAsStream(VERSION + ".txt")) {
            if (resource == null) {
                throw new IllegalStateException(VERSION + ".txt is missing from the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
