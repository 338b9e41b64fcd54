package dev.easel.generator.refine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.generator.chat.Question;
import dev.easel.generator.compose.LoraChoice;
import dev.easel.generator.compose.Wording;
import dev.easel.generator.prompt.Idiom;
import dev.easel.generator.prompt.PromptParts;
import dev.easel.generator.render.Catalogue;
import dev.easel.protocol.Lora;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Previous;
import java.util.ArrayList;
import java.util.List;

/**
 * What the language model is asked about a refinement: the parts by number, the settings, what came
 * before, and the instruction; all as quoted data.
 */
final class RefineQuestion {
    /** Changes whenever the resource changes, so that a stored result says who asked how. */
    static final String VERSION = "refine-v1";

    private static final int CHOICES_MAX = 40;
    private static final int HISTORY_CHARS_MAX = 160;

    private RefineQuestion() {}

    static Question of(
            String instruction,
            Settings base,
            Previous previous,
            Catalogue catalogue,
            LoraChoice loras) {
        var whole = question(instruction, base, previous.history(), previous, catalogue, loras);
        var shorter = question(instruction, base, List.of(), previous, catalogue, loras.untold());
        return new Question(whole.name(), whole.system(), whole.user(), whole.schema(), shorter);
    }

    private static Question question(
            String instruction,
            Settings base,
            List<Previous.Step> history,
            Previous previous,
            Catalogue catalogue,
            LoraChoice loras) {
        var schema = schema(base, history.size(), catalogue, loras).toPrettyString();
        var idiom = Idiom.of(ModelFamily.ofCheckpoint(base.model()));
        var system =
                Wording.resource(RefineQuestion.class, VERSION + ".txt")
                        .replace("{idiom}", Wording.idiom(idiom))
                        .replace("{loras}", Wording.loras(loras.offered(base.model())))
                        .replace("{schema}", schema);
        var user = new StringBuilder();
        parts(user, "Prompt:", 'p', base.prompt());
        parts(user, "Negative prompt:", 'n', base.negativePrompt());
        user.append("Settings: ").append(settings(base)).append('\n');
        history(user, previous, history);
        user.append(Wording.quoted(instruction));
        return new Question("refinement", system, user.toString(), schema, null);
    }

    private static void parts(StringBuilder user, String title, char kind, String text) {
        user.append(title).append('\n');
        var parts = PromptParts.of(text).texts();
        for (var i = 0; i < parts.size(); i++) {
            user.append(kind).append(i + 1).append(": ").append(line(parts.get(i))).append('\n');
        }
        if (parts.isEmpty()) {
            user.append("(empty)\n");
        }
    }

    private static String settings(Settings base) {
        return "model %s, sampler %s, scheduler %s, %d steps, CFG scale %s, %dx%d, %d images, LoRAs %s"
                .formatted(
                        base.model(),
                        base.sampler(),
                        base.scheduler() == null ? "of the back end" : base.scheduler(),
                        base.steps(),
                        base.cfgScale().toPlainString(),
                        base.width(),
                        base.height(),
                        base.imageCount(),
                        base.loras().isEmpty()
                                ? "none"
                                : String.join(
                                        ", ",
                                        base.loras().stream().map(RefineQuestion::told).toList()));
    }

    private static String told(Lora lora) {
        return lora.name() + " " + lora.weight().toPlainString();
    }

    private static void history(
            StringBuilder user, Previous previous, List<Previous.Step> history) {
        if (history.isEmpty()) {
            return;
        }
        user.append("Earlier steps:\n");
        user.append("current: ").append(said(previous.instruction())).append('\n');
        for (var i = 0; i < history.size(); i++) {
            var step = history.get(i);
            var name = i == history.size() - 1 ? "first" : "back_" + (i + 1);
            user.append(name).append(": ").append(said(step.instruction())).append('\n');
        }
    }

    private static String said(@org.jspecify.annotations.Nullable String instruction) {
        if (instruction == null || instruction.isBlank()) {
            return "(no words)";
        }
        var text = line(instruction);
        return text.length() <= HISTORY_CHARS_MAX ? text : text.substring(0, HISTORY_CHARS_MAX);
    }

    /** Data of strangers: it may not look like the lines around it, nor end the quotation. */
    private static String line(String text) {
        return Wording.harmless(text).replaceAll("\\s+", " ").strip();
    }

    static ObjectNode schema(
            Settings base, int historySize, Catalogue catalogue, LoraChoice loras) {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        properties.putObject("explanation").put("type", "string").put("maxLength", 300);
        if (historySize > 0) {
            var steps = new ArrayList<>(List.of("current"));
            for (var i = 1; i < historySize; i++) {
                steps.add("back_" + i);
            }
            steps.add("first");
            Wording.words(properties.putObject("base"), steps);
        }
        var ids = ids(base);
        var remove = list(properties, "remove", 12);
        Wording.words(remove, ids);
        var replace = object(list(properties, "replace", 12), "part", "text");
        Wording.words(replace.putObject("part"), ids);
        text(replace, "text");
        var add = object(list(properties, "add", 12), "text");
        text(add, "text");
        Wording.words(
                add.putObject("after"), ids.stream().filter(each -> each.startsWith("p")).toList());
        list(properties, "negative_add", 12).put("type", "string").put("maxLength", 200);
        settings(properties, catalogue);
        var offered = Wording.names(loras.offered(base.model()), base.loras());
        if (!offered.isEmpty()) {
            var change = object(list(properties, "loras", 4), "name", "weight");
            Wording.words(change.putObject("name"), offered);
            change.putObject("weight").put("type", "number").put("minimum", -2).put("maximum", 2);
        }
        if (!base.loras().isEmpty()) {
            Wording.words(
                    list(properties, "loras_remove", 8),
                    base.loras().stream().map(Lora::name).toList());
        }
        schema.putArray("required").add("explanation");
        schema.put("additionalProperties", false);
        return schema;
    }

    private static void settings(ObjectNode properties, Catalogue catalogue) {
        choice(properties, "model", catalogue.modelNames());
        choice(properties, "sampler", catalogue.samplers());
        choice(properties, "scheduler", catalogue.schedulerLabels());
        number(properties, "steps", "integer", 1, 150);
        number(properties, "cfg_scale", "number", 1, 30);
        number(properties, "width", "integer", 64, 2048);
        number(properties, "height", "integer", 64, 2048);
        number(properties, "image_count", "integer", 1, 8);
        properties.putObject("seed").put("type", "string").put("maxLength", 10);
    }

    private static List<String> ids(Settings base) {
        var ids = new ArrayList<String>();
        for (var i = 1; i <= PromptParts.of(base.prompt()).parts().size(); i++) {
            ids.add("p" + i);
        }
        for (var i = 1; i <= PromptParts.of(base.negativePrompt()).parts().size(); i++) {
            ids.add("n" + i);
        }
        return ids;
    }

    private static ObjectNode list(ObjectNode properties, String name, int max) {
        return properties
                .putObject(name)
                .put("type", "array")
                .put("maxItems", max)
                .putObject("items");
    }

    private static ObjectNode object(ObjectNode items, String... required) {
        items.put("type", "object");
        var properties = items.putObject("properties");
        var names = items.putArray("required");
        for (var each : required) {
            names.add(each);
        }
        items.put("additionalProperties", false);
        return properties;
    }

    private static void text(ObjectNode properties, String name) {
        properties.putObject(name).put("type", "string").put("maxLength", 300);
    }

    private static void choice(ObjectNode properties, String name, List<String> choices) {
        if (!choices.isEmpty()) {
            Wording.words(properties.putObject(name), choices.stream().limit(CHOICES_MAX).toList());
        }
    }

    private static void number(ObjectNode properties, String name, String type, int min, int max) {
        properties.putObject(name).put("type", type).put("minimum", min).put("maximum", max);
    }
}
