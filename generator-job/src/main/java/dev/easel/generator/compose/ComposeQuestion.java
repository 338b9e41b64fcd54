package dev.easel.generator.compose;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.generator.chat.Question;
import dev.easel.generator.prompt.Idiom;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.work.LoraEntry;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the language model is asked. The schema offers only what is still open, from the back end's
 * live lists; it is repeated in the system message, since a schema steers tokens and is not read.
 */
final class ComposeQuestion {
    /** Changes whenever the resource changes, so that a stored result says who asked how. */
    static final String VERSION = "compose-v2";

    private static final int BACKGROUND_CHARS_MAX = 3000;

    private ComposeQuestion() {}

    static Question of(Commission commission) {
        var whole = question(commission);
        return new Question(
                whole.name(),
                whole.system(),
                whole.user(),
                whole.schema(),
                question(commission.shorter()));
    }

    private static Question question(Commission commission) {
        var offered = offered(commission);
        var schema = schema(commission).toPrettyString();
        var system =
                Wording.resource(ComposeQuestion.class, VERSION + ".txt")
                        .replace("{idiom}", idioms(commission))
                        .replace("{defaults}", defaults(commission))
                        .replace("{loras}", Wording.loras(offered))
                        .replace("{schema}", schema);
        var background = commission.background();
        var user =
                background == null || background.isBlank()
                        ? Wording.quoted(commission.instruction())
                        : Wording.quoted("background", background, BACKGROUND_CHARS_MAX)
                                + "\n"
                                + Wording.quoted(commission.instruction());
        return new Question("composition", system, user, schema, null);
    }

    /** That of the checkpoint in use, and those of others that may be chosen instead. */
    private static String idioms(Commission commission) {
        var model = commission.model();
        var usual = Idiom.of(ModelFamily.ofCheckpoint(model));
        var text = new StringBuilder(Wording.idiom(usual));
        if (!open(commission.given().model())) {
            return text.toString();
        }
        var others = new EnumMap<Idiom, TreeSet<String>>(Idiom.class);
        for (var name : Wording.few(commission.catalogue().modelNames())) {
            var idiom = Idiom.of(ModelFamily.ofCheckpoint(name));
            if (idiom != usual) {
                others.computeIfAbsent(idiom, _ -> new TreeSet<>()).add(name);
            }
        }
        others.forEach((idiom, names) ->
                text.append("\n  If you choose ")
                        .append(String.join(" or ", names))
                        .append(": ")
                        .append(Wording.idiom(idiom)));
        return text.toString();
    }

    private static List<LoraEntry> offered(Commission commission) {
        var model = commission.model();
        return open(commission.given().loras())
                ? commission.loras().offered(model == null ? "" : model)
                : List.of();
    }

    /** Whether the language model may set what nobody or only the installation has set. */
    static boolean open(@Nullable Resolved<?> given) {
        return given == null || given.from() == Provenance.INSTALLATION;
    }

    static ObjectNode schema(Commission commission) {
        var given = commission.given();
        var catalogue = commission.catalogue();
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        text(properties, "explanation", 0, 300);
        text(properties, "prompt", 1, 2000);
        if (open(given.negativePrompt())) {
            text(properties, "negative_prompt", 0, 1000);
        }
        if (open(given.model())) {
            choice(properties, "model", catalogue.modelNames(), commission.model());
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
        var offered = offered(commission);
        if (!offered.isEmpty()) {
            loras(properties, offered.stream().map(LoraEntry::name).toList());
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
        Wording.words(property, Wording.few(choices));
        if (usual != null) {
            property.put("default", usual);
        }
    }

    private static @Nullable String value(@Nullable Resolved<String> given) {
        return given == null ? null : given.value();
    }

    private static void loras(ObjectNode properties, List<String> names) {
        var lora = properties.putObject("loras").put("type", "array").put("maxItems", 3);
        var item = lora.putObject("items").put("type", "object");
        var fields = item.putObject("properties");
        Wording.words(fields.putObject("name"), names);
        number(fields, "weight", "number", -2, 2);
        item.putArray("required").add("name");
        item.put("additionalProperties", false);
    }

    private static String defaults(Commission commission) {
        var given = commission.given();
        var model = commission.model();
        return "%dx%d pixels, %d steps, CFG scale %s, %d images, model %s, a random seed (-1)"
                .formatted(
                        given.width().value(),
                        given.height().value(),
                        given.steps().value(),
                        given.cfgScale().value().toPlainString(),
                        given.imageCount().value(),
                        model == null ? "of the back end" : model);
    }
}
