package dev.easel.generator.compose;

import dev.easel.generator.prompt.PromptParts;
import dev.easel.generator.prompt.PromptText;
import dev.easel.generator.render.Catalogue;
import dev.easel.protocol.Lora;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.work.LoraEntry;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The LoRAs that the back end has, with what the catalogue knows of them.
 *
 * @param offers whether the language model is told of them
 */
public record LoraChoice(List<LoraEntry> entries, Catalogue catalogue, boolean offers) {
    /** More would make the grammar slow and the question long. */
    static final int OFFERED_MAX = 40;

    public LoraChoice {
        entries = List.copyOf(entries);
    }

    public LoraChoice(List<LoraEntry> entries, Catalogue catalogue) {
        this(entries, catalogue, true);
    }

    /** The same, of which a model with little room hears nothing. */
    public LoraChoice untold() {
        return new LoraChoice(entries, catalogue, false);
    }

    /** What may be offered for this checkpoint: those that fit it first, unknown ones last. */
    public List<LoraEntry> offered(String model) {
        if (!offers) {
            return List.of();
        }
        var family = ModelFamily.ofCheckpoint(model);
        var known = entries.stream().filter(each -> catalogue.loraNames().contains(each.name()));
        var others =
                catalogue.loraNames().stream()
                        .filter(each -> entry(each).isEmpty())
                        .map(each ->
                                new LoraEntry(each, null, List.of(), ModelFamily.UNKNOWN, null));
        return Stream.concat(known, others)
                .filter(each -> each.family().fits(family))
                .sorted(Comparator.comparing(each -> each.family() == ModelFamily.UNKNOWN))
                .limit(OFFERED_MAX)
                .toList();
    }

    public Optional<LoraEntry> entry(String name) {
        return entries.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    public boolean fits(String name, String model) {
        return entry(name)
                .map(each -> each.family().fits(ModelFamily.ofCheckpoint(model)))
                .orElse(true);
    }

    /** What its maker recommends where nobody says anything else. */
    public BigDecimal usualWeight(String name) {
        return PromptText.weightOf(entry(name).map(LoraEntry::weight).orElse(null));
    }

    /**
     * The most typical trigger of each, once: further ones are often ordinary words, which would
     * draw what nobody asked for.
     */
    public String withTriggers(String prompt, List<Lora> loras) {
        var text = prompt;
        for (var lora : loras) {
            var trigger = trigger(lora);
            if (!trigger.isEmpty() && !PromptText.says(text, trigger)) {
                text = PromptParts.of(text).plus(trigger).text();
            }
        }
        return text;
    }

    /** Takes out the part that is nothing but the trigger of this LoRA and of no other in use. */
    public String withoutTriggers(String prompt, Lora gone, List<Lora> left) {
        var parts = PromptParts.of(prompt);
        var trigger = trigger(gone);
        var index = trigger.isEmpty() ? -1 : parts.indexOf(trigger);
        var shared = left.stream().anyMatch(each -> trigger(each).equalsIgnoreCase(trigger));
        return index < 0 || shared || parts.parts().size() == 1
                ? prompt
                : parts.without(Set.of(index)).text();
    }

    private String trigger(Lora lora) {
        return entry(lora.name())
                .flatMap(each -> each.triggers().stream().findFirst())
                .map(each -> PromptText.of(each).text().strip())
                .orElse("");
    }
}
