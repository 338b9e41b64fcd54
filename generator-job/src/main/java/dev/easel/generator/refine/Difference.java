package dev.easel.generator.refine;

import dev.easel.generator.prompt.PromptParts;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Refinement.Change;
import dev.easel.protocol.Refinement.Kept;
import dev.easel.protocol.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became different and what stayed: found by comparing, whatever anybody claims. */
final class Difference {
    private final List<Change> changed = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();

    private Difference() {}

    static Refinement between(Settings before, Settings after) {
        var found = new Difference();
        found.text(Fields.PROMPT, before.prompt(), after.prompt());
        found.text(Fields.NEGATIVE_PROMPT, before.negativePrompt(), after.negativePrompt());
        found.value(Fields.MODEL, before.model(), after.model());
        found.loras(before.loras(), after.loras());
        found.value(Fields.STEPS, before.steps(), after.steps());
        found.value(
                Fields.CFG_SCALE,
                before.cfgScale().stripTrailingZeros().toPlainString(),
                after.cfgScale().stripTrailingZeros().toPlainString());
        found.value(Fields.SAMPLER, before.sampler(), after.sampler());
        found.value(Fields.SCHEDULER, before.scheduler(), after.scheduler());
        found.value(Fields.SEED, before.seed(), after.seed());
        found.value(Fields.WIDTH, before.width(), after.width());
        found.value(Fields.HEIGHT, before.height(), after.height());
        found.value(Fields.IMAGE_COUNT, before.imageCount(), after.imageCount());
        return new Refinement(found.changed, found.kept);
    }

    private void value(String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changed.add(new Change(field, string(before), string(after)));
        } else if (after != null) {
            kept.add(new Kept(field, after.toString()));
        }
    }

    private static @Nullable String string(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Part by part; what went and what came at the same place is one replacement. */
    private void text(String field, String before, String after) {
        if (before.equals(after)) {
            if (!after.isEmpty()) {
                kept.add(new Kept(field, after));
            }
            return;
        }
        var old = PromptParts.of(before).texts();
        var now = PromptParts.of(after).texts();
        var same = PromptParts.unchanged(old, now);
        var stayed = new ArrayList<String>();
        for (int i = 0, j = 0; i < old.size() || j < now.size(); ) {
            var oldStays = i < old.size() && same.containsKey(i);
            var nowStays = j < now.size() && same.containsValue(j);
            if (oldStays && nowStays) {
                stayed.add(old.get(i++));
                j++;
                continue;
            }
            var gone = i < old.size() && !oldStays ? old.get(i++) : null;
            var come = j < now.size() && !nowStays ? now.get(j++) : null;
            changed.add(new Change(field, gone, come));
        }
        if (old.equals(now)) {
            changed.add(new Change(field, before, after));
        } else if (!stayed.isEmpty()) {
            kept.add(new Kept(field, String.join(", ", stayed)));
        }
    }

    private void loras(List<Lora> before, List<Lora> after) {
        var stayed = new ArrayList<String>();
        for (var old : before) {
            var now = after.stream().filter(each -> each.name().equals(old.name())).findFirst();
            if (now.isPresent() && now.get().weight().compareTo(old.weight()) == 0) {
                stayed.add(told(old));
            } else {
                changed.add(
                        new Change(
                                Fields.LORAS, told(old), now.map(Difference::told).orElse(null)));
            }
        }
        for (var now : after) {
            if (before.stream().noneMatch(each -> each.name().equals(now.name()))) {
                changed.add(new Change(Fields.LORAS, null, told(now)));
            }
        }
        if (!stayed.isEmpty()) {
            kept.add(new Kept(Fields.LORAS, String.join(", ", stayed)));
        }
    }

    private static String told(Lora lora) {
        return lora.name() + " " + lora.weight().stripTrailingZeros().toPlainString();
    }
}
