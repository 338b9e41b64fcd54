package dev.easel.generator.compose;

import dev.easel.generator.prompt.PromptText;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.protocol.Lora;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResolvedParameters;
import dev.easel.protocol.work.ResultReport.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * The LoRAs of a new picture: those that somebody fixed, which must exist, and those that the
 * language model chose, which count only if they exist and fit.
 */
record LorasUsed(
        ResolvedParameters given,
        Composition composition,
        LoraChoice there,
        String model,
        List<Notice> notices) {

    List<Lora> choose(Provenances from) {
        var loras = new ArrayList<Lora>();
        var fixed = given.loras();
        if (fixed != null) {
            fixed.value().forEach(each -> add(loras, known(each)));
        }
        from.put("loras", fixed == null ? Provenance.LANGUAGE_MODEL : fixed.from());
        if (composition.writer() == Writer.REQUEST) {
            var tags = PromptText.of(composition.prompt()).loras();
            tags.forEach(each -> add(loras, known(each)));
            if (fixed == null || !tags.isEmpty()) {
                from.put("loras", Provenance.REQUEST);
            }
        }
        loras.stream()
                .filter(each -> !there.fits(each.name(), model))
                .forEach(
                        each -> notices.add(Notice.of(Kind.LORA_MISFIT_FIXED, each.name(), model)));
        if (composition.writer() != Writer.REQUEST && ComposeQuestion.open(fixed)) {
            composition.wishes().loras().forEach(each -> wish(loras, each, from));
        }
        return List.copyOf(loras);
    }

    private Lora known(Lora lora) {
        return new Lora(there.catalogue().lora(lora.name()), PromptText.weight(lora.weight()));
    }

    private void wish(List<Lora> loras, Lora wish, Provenances from) {
        var name = wish.name();
        if (!there.catalogue().loraNames().contains(name)
                || loras.stream().anyMatch(each -> each.name().equals(name))) {
            return;
        }
        if (!there.fits(name, model)) {
            notices.add(Notice.of(Kind.LORA_MISFIT, name, model));
            return;
        }
        var weight =
                wish.weight().signum() == 0
                        ? there.usualWeight(name)
                        : PromptText.weight(wish.weight());
        loras.add(new Lora(name, weight));
        from.put("loras", Provenance.LANGUAGE_MODEL);
        notices.add(Notice.of(Kind.LORA_ADDED, name));
    }

    private static void add(List<Lora> loras, Lora lora) {
        if (loras.stream().noneMatch(each -> each.name().equals(lora.name()))) {
            loras.add(lora);
        }
    }
}
