package dev.easel.generator.refine;

import dev.easel.generator.compose.LoraChoice;
import dev.easel.generator.instruction.Shape;
import dev.easel.generator.prompt.PromptParts;
import dev.easel.generator.prompt.PromptText;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Provenance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies a change to a draft. What cannot be done is left out and noted, all else is done; what
 * nobody mentioned is not touched.
 */
final class DeltaApplication {
    private static final Provenance FROM = Provenance.LANGUAGE_MODEL;
    private static final BigDecimal SEED_MAX = BigDecimal.valueOf((1L << 32) - 1);

    private final Draft draft;
    private final Settings shown;
    private final Catalogue catalogue;
    private final LoraChoice loras;
    private final LongSupplier freshSeed;

    /**
     * @param shown the settings whose parts the model saw
     */
    DeltaApplication(
            Draft draft,
            Settings shown,
            Catalogue catalogue,
            LoraChoice loras,
            LongSupplier freshSeed) {
        this.draft = draft;
        this.shown = shown;
        this.catalogue = catalogue;
        this.loras = loras;
        this.freshSeed = freshSeed;
    }

    /**
     * @param seedAsked whether the instruction speaks of the seed or of another picture
     */
    void apply(Delta delta, boolean seedAsked) {
        texts(delta);
        names(delta.names());
        numbers(delta.numbers());
        lorasOf(delta);
        seed(delta.seed(), seedAsked);
    }

    private void texts(Delta delta) {
        var prompt = new PartEdits(shown.prompt(), draft.prompt(), draft);
        var negative = new PartEdits(shown.negativePrompt(), draft.negative(), draft);
        for (var id : delta.removed()) {
            of(id, prompt, negative).remove(id);
        }
        for (var each : delta.replaced()) {
            of(each.part(), prompt, negative).replace(each.part(), each.text());
        }
        delta.added().forEach(each -> prompt.add(each.text(), each.after()));
        delta.negativeAdded().forEach(each -> negative.add(each, null));
        agree(prompt, negative);
        draft.prompt(prompt.apply(false), FROM);
        draft.negative(negative.apply(true), FROM);
    }

    private static PartEdits of(String id, PartEdits prompt, PartEdits negative) {
        return !prompt.owns(id, 'p') && negative.owns(id, 'n') ? negative : prompt;
    }

    /** Nothing is wanted and unwanted at once: what is asked for now is what holds. */
    private void agree(PartEdits prompt, PartEdits negative) {
        var wanted = new ArrayList<>(prompt.additions());
        wanted.addAll(prompt.replacements());
        for (var text : wanted) {
            if (negative.additions().stream().anyMatch(each -> alike(each, text))) {
                draft.note(Kind.CONTRADICTION, text);
                negative.dropAddition(text);
            }
            negative.removeSaying(text);
        }
        negative.additions().forEach(prompt::removeSaying);
    }

    private static boolean alike(String one, String other) {
        return PromptParts.plain(one).equals(PromptParts.plain(other));
    }

    private void names(Delta.Names names) {
        if (names.model() != null) {
            var found = installed("model", names.model(), catalogue.modelNames());
            if (found != null) {
                draft.model(found, FROM);
            }
        }
        if (names.sampler() != null) {
            var found = installed("sampler", names.sampler(), catalogue.samplers());
            if (found != null) {
                draft.sampler(found, FROM);
            }
        }
        if (names.scheduler() != null && !catalogue.schedulers().isEmpty()) {
            draft.scheduler(
                    installed("scheduler", names.scheduler(), catalogue.schedulerLabels()), FROM);
        }
    }

    private @Nullable String installed(String what, String name, List<String> listed) {
        for (var each : listed) {
            if (each.equalsIgnoreCase(name)) {
                return each;
            }
        }
        draft.note(Kind.NOT_INSTALLED, what, name, Catalogue.nearest(name, listed));
        return null;
    }

    private void numbers(Delta.Numbers numbers) {
        if (numbers.steps() != null) {
            draft.steps(within(Fields.STEPS, numbers.steps(), 1, 150).intValue(), FROM);
        }
        if (numbers.cfgScale() != null) {
            draft.cfgScale(
                    within(Fields.CFG_SCALE, numbers.cfgScale(), 1, 30)
                            .setScale(1, RoundingMode.HALF_UP),
                    FROM);
        }
        if (numbers.imageCount() != null) {
            draft.imageCount(
                    within(Fields.IMAGE_COUNT, numbers.imageCount(), 1, 8).intValue(), FROM);
        }
        if (numbers.width() != null || numbers.height() != null) {
            var now = draft.settings();
            var sides =
                    Shape.Sides.of(
                            side(Fields.WIDTH, numbers.width(), now.width()),
                            side(Fields.HEIGHT, numbers.height(), now.height()));
            draft.sides(sides.width(), sides.height(), FROM);
        }
    }

    private long side(String field, @Nullable BigDecimal wanted, int now) {
        return wanted == null ? now : within(field, wanted, 64, 2048).longValue();
    }

    private BigDecimal within(String field, BigDecimal wanted, int min, int max) {
        var held = wanted.max(BigDecimal.valueOf(min)).min(BigDecimal.valueOf(max));
        if (held.compareTo(wanted) != 0) {
            draft.note(Kind.OUT_OF_RANGE, field, wanted.toPlainString(), held.toPlainString());
        }
        return held;
    }

    private void lorasOf(Delta delta) {
        var now = new ArrayList<>(draft.loras());
        var down = delta.loras().stream().filter(each -> each.none() && has(now, each.name()));
        var gone = down.map(Delta.LoraWish::name).toList();
        var wishes = delta.loras().stream().filter(each -> !gone.contains(each.name())).toList();
        gone.forEach(each -> remove(each, now));
        for (var name : delta.lorasRemoved()) {
            if (wishes.stream().anyMatch(each -> each.name().equalsIgnoreCase(name))) {
                draft.note(Kind.CONTRADICTION, name);
            } else if (gone.stream().noneMatch(name::equalsIgnoreCase)) {
                remove(name, now);
            }
        }
        var fresh = new ArrayList<Lora>();
        for (var wish : wishes) {
            var lora = available(wish, now);
            if (lora != null) {
                // One whose weight changes keeps its place: the order is part of the settings.
                var place = now.stream().map(Lora::name).toList().indexOf(lora.name());
                if (place < 0) {
                    now.add(lora);
                    fresh.add(lora);
                } else if (!same(now.get(place), lora)) {
                    now.set(place, lora);
                }
            }
        }
        draft.loras(now, FROM);
        draft.triggers(loras.withTriggers(draft.prompt(), fresh), FROM);
    }

    private static boolean has(List<Lora> all, String name) {
        return all.stream().anyMatch(each -> each.name().equalsIgnoreCase(name));
    }

    private void remove(String name, List<Lora> now) {
        var gone = now.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
        if (gone.isEmpty()) {
            draft.note(Kind.NOT_THERE, name);
        } else {
            now.remove(gone.get());
            draft.prompt(loras.withoutTriggers(draft.prompt(), gone.get(), now), FROM);
        }
    }

    private static boolean same(Lora one, Lora other) {
        return one.weight().compareTo(other.weight()) == 0;
    }

    private @Nullable Lora available(Delta.LoraWish wish, List<Lora> now) {
        var weight = wish.weight();
        var there = now.stream().filter(each -> each.name().equalsIgnoreCase(wish.name()));
        var present = there.findFirst();
        if (present.isPresent()) {
            var lora = present.get();
            return weight == null ? lora : new Lora(lora.name(), PromptText.weight(weight));
        }
        var name = installed("LoRA", wish.name(), catalogue.loraNames());
        if (name == null) {
            return null;
        }
        if (!loras.fits(name, draft.model())) {
            draft.note(Kind.LORA_MISFIT, name, draft.model());
            return null;
        }
        // Models that have no idea of a weight say 0.
        return new Lora(
                name,
                weight == null || wish.none()
                        ? loras.usualWeight(name)
                        : PromptText.weight(weight));
    }

    private void seed(@Nullable String said, boolean asked) {
        if (said == null || said.equalsIgnoreCase("keep")) {
            return;
        }
        if (!asked) {
            draft.note(Kind.SEED_KEPT);
            return;
        }
        var word = said.toLowerCase(Locale.ROOT);
        if (word.equals("new") || word.equals("-1") || word.equals("random")) {
            draft.seed(freshSeed.getAsLong(), Provenance.RANDOM);
        } else if (word.matches("\\d{1,18}")) {
            var wanted = new BigDecimal(word);
            if (wanted.compareTo(SEED_MAX) > 0) {
                draft.note(Kind.OUT_OF_RANGE, Fields.SEED, word, SEED_MAX);
            }
            draft.seed(wanted.min(SEED_MAX).longValue(), FROM);
        }
    }
}
