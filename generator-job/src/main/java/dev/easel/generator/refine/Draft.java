package dev.easel.generator.refine;

import dev.easel.generator.instruction.PlainWishes;
import dev.easel.generator.prompt.Idiom;
import dev.easel.generator.prompt.PromptParts;
import dev.easel.generator.prompt.PromptText;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.text.Notice;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Lora;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Settings on their way from an earlier generation to the next, and where each value is from. */
final class Draft {
    /** The same as in the resource's schema, which this module does not know. */
    private static final long PIXELS_MAX = 8 * 1024 * 1024;

    private final Map<String, Provenance> provenance = new HashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private String prompt;
    private String negative;
    private String model;
    private List<Lora> loras;
    private int steps;
    private BigDecimal cfgScale;
    private String sampler;
    private @Nullable String scheduler;
    private long seed;
    private int width;
    private int height;
    private int imageCount;
    private @Nullable Derivation derivation;

    private Draft(Settings base) {
        prompt = base.prompt();
        negative = base.negativePrompt();
        model = base.model();
        loras = base.loras();
        steps = base.steps();
        cfgScale = base.cfgScale();
        sampler = base.sampler();
        scheduler = base.scheduler();
        seed = base.seed();
        width = base.width();
        height = base.height();
        imageCount = base.imageCount();
        derivation = base.derivation();
        for (var field : Fields.ALL) {
            provenance.put(field, Provenance.PREVIOUS_GENERATION);
        }
    }

    static Draft of(Settings base) {
        return new Draft(base);
    }

    Settings settings() {
        return new Settings(
                prompt,
                negative,
                model,
                null,
                loras,
                steps,
                cfgScale,
                sampler,
                scheduler,
                seed,
                width,
                height,
                imageCount,
                derivation);
    }

    Map<String, Provenance> provenance() {
        var all = new HashMap<>(provenance);
        if (scheduler == null) {
            all.remove(Fields.SCHEDULER);
        }
        return all;
    }

    List<Notice> notices() {
        return List.copyOf(notices);
    }

    void note(Notice.Kind kind, Object... details) {
        notices.add(Notice.of(kind, details));
    }

    String prompt() {
        return prompt;
    }

    String negative() {
        return negative;
    }

    String model() {
        return model;
    }

    List<Lora> loras() {
        return loras;
    }

    void prompt(String value, Provenance from) {
        tell(Fields.PROMPT, !value.equals(prompt), from);
        prompt = value;
    }

    /** The words of LoRAs, unless there is no room for them: other words are not cut for them. */
    void triggers(String value, Provenance from) {
        if (value.equals(prompt)) {
            return;
        }
        if (value.length() > PromptText.CHARS_MAX && value.length() > prompt.length()) {
            note(Notice.Kind.PROMPT_SHORTENED, PromptParts.of(value).texts().getLast());
        } else {
            prompt(value, from);
        }
    }

    void negative(String value, Provenance from) {
        tell(Fields.NEGATIVE_PROMPT, !value.equals(negative), from);
        negative = value;
    }

    /**
     * Who asks for what was there already has fixed it all the same; a model may just repeat it.
     */
    private void tell(String field, boolean changed, Provenance from) {
        if (changed || from == Provenance.INSTRUCTION || from == Provenance.REQUEST) {
            provenance.put(field, from);
        }
    }

    /** The prompt follows where its scores mean something to one of the two families only. */
    void model(String value, Provenance from) {
        tell(Fields.MODEL, !value.equals(model), from);
        if (value.equals(model)) {
            return;
        }
        var before = Idiom.of(ModelFamily.ofCheckpoint(model));
        var after = Idiom.of(ModelFamily.ofCheckpoint(value));
        model = value;
        if (before != after && (before == Idiom.SCORES || after == Idiom.SCORES)) {
            prompt(after.scored(withoutScores(prompt)), from);
            negative(after.scoredNegative(withoutScores(negative)), from);
        }
    }

    private static String withoutScores(String text) {
        var parts = PromptParts.of(text);
        var scores = new HashSet<Integer>();
        for (var i = 0; i < parts.parts().size(); i++) {
            if (Idiom.isScore(parts.parts().get(i).text())) {
                scores.add(i);
            }
        }
        return scores.isEmpty() ? text : parts.without(scores).text();
    }

    void loras(List<Lora> value, Provenance from) {
        tell(Fields.LORAS, !value.equals(loras), from);
        loras = List.copyOf(value);
    }

    void steps(int value, Provenance from) {
        tell(Fields.STEPS, value != steps, from);
        steps = value;
    }

    void cfgScale(BigDecimal value, Provenance from) {
        var changed = value.compareTo(cfgScale) != 0;
        tell(Fields.CFG_SCALE, changed, from);
        if (changed) {
            cfgScale = value;
        }
    }

    void sampler(String value, Provenance from) {
        tell(Fields.SAMPLER, !value.equals(sampler), from);
        sampler = value;
    }

    void scheduler(@Nullable String value, Provenance from) {
        if (value != null) {
            tell(Fields.SCHEDULER, !value.equals(scheduler), from);
            scheduler = value;
        }
    }

    void seed(long value, Provenance from) {
        tell(Fields.SEED, value != seed, from);
        seed = value;
    }

    void sides(int newWidth, int newHeight, Provenance from) {
        width(newWidth, from);
        height(newHeight, from);
    }

    private void width(int value, Provenance from) {
        tell(Fields.WIDTH, value != width, from);
        width = value;
    }

    private void height(int value, Provenance from) {
        tell(Fields.HEIGHT, value != height, from);
        height = value;
    }

    void imageCount(int value, Provenance from) {
        tell(Fields.IMAGE_COUNT, value != imageCount, from);
        imageCount = value;
    }

    void derivation(@Nullable Derivation value) {
        derivation = value;
    }

    /**
     * What the instruction plainly says wins over whatever stood there; a shape only where the
     * request fixes neither side.
     */
    void wish(PlainWishes wishes, ResolvedParameters given, LongSupplier freshSeed) {
        var from = Provenance.INSTRUCTION;
        var sides = wishes.sides(width, height);
        if (sides != null
                && requested(given.width()) == null
                && requested(given.height()) == null) {
            sides(sides.width(), sides.height(), from);
        }
        if (wishes.imageCount() != null) {
            imageCount(wishes.imageCount(), from);
        }
        if (wishes.steps() != null) {
            steps(wishes.steps(), from);
        }
        if (wishes.cfgScale() != null) {
            cfgScale(wishes.cfgScale(), from);
        }
        if (wishes.sampler() != null) {
            sampler(wishes.sampler(), from);
        }
        scheduler(wishes.scheduler(), from);
        if (wishes.model() != null) {
            model(wishes.model(), from);
        }
        var wanted = wishes.seed();
        if (wanted != null && wanted == PlainWishes.FRESH_SEED) {
            seed(freshSeed.getAsLong(), Provenance.RANDOM);
        } else if (wanted != null) {
            seed(wanted, from);
        }
        for (var unwanted : wishes.unwanted()) {
            var parts = PromptParts.of(negative);
            if (parts.indexOf(unwanted) < 0) {
                negative(parts.plus(PromptText.of(unwanted).text()).text(), from);
            }
        }
        notices.addAll(wishes.notices());
    }

    /** The request's own parameters win over all. */
    void override(ResolvedParameters given) {
        var from = Provenance.REQUEST;
        // Before the prompt, which is verbatim if there is one.
        var name = requested(given.model());
        if (name != null) {
            model(name, from);
        }
        var text = requested(given.prompt());
        if (text != null) {
            var plain = PromptText.of(text);
            prompt(plain.text(), from);
            if (!plain.loras().isEmpty()) {
                loras(plain.loras(), from);
            }
        }
        var unwanted = requested(given.negativePrompt());
        if (unwanted != null) {
            negative(PromptText.of(unwanted).text(), from);
        }
        var wanted = requested(given.loras());
        if (wanted != null) {
            loras(
                    wanted.stream()
                            .map(each -> new Lora(each.name(), PromptText.weight(each.weight())))
                            .toList(),
                    from);
        }
        var drawn = requested(given.sampler());
        if (drawn != null) {
            sampler(drawn, from);
        }
        scheduler(requested(given.scheduler()), from);
        numbers(given);
    }

    private void numbers(ResolvedParameters given) {
        var from = Provenance.REQUEST;
        var start = requested(given.seed());
        if (start != null && start >= 0) {
            seed(start, from);
        }
        var rounds = requested(given.steps());
        if (rounds != null) {
            steps(rounds, from);
        }
        var scale = requested(given.cfgScale());
        if (scale != null) {
            cfgScale(scale, from);
        }
        var across = requested(given.width());
        if (across != null) {
            width(eight(across), from);
        }
        var up = requested(given.height());
        if (up != null) {
            height(eight(up), from);
        }
        var images = requested(given.imageCount());
        if (images != null) {
            imageCount(images, from);
        }
    }

    static <T> @Nullable T requested(@Nullable Resolved<T> given) {
        return given != null && given.from() == Provenance.REQUEST ? given.value() : null;
    }

    /** The back end would round down and say otherwise in the infotext. */
    private static int eight(int side) {
        return Math.max(64, side / 8 * 8);
    }

    /** Too many pixels of what only words asked for are fewer images. */
    void afford() {
        var pixels = (long) width * height;
        if (pixels * imageCount <= PIXELS_MAX) {
            return;
        }
        var most = (int) Math.max(1, PIXELS_MAX / pixels);
        note(Notice.Kind.TOO_MANY_IMAGES, imageCount, width + "x" + height, most);
        imageCount = most;
    }

    /**
     * Everything by the name that the back end knows it by.
     *
     * @throws dev.easel.generator.AttemptFailed with the nearest names, if something is not there
     */
    void check(Catalogue catalogue) {
        model = catalogue.checkpoint(model).name();
        sampler = catalogue.sampler(sampler);
        if (scheduler != null && !catalogue.schedulers().isEmpty()) {
            scheduler = catalogue.scheduler(scheduler);
        }
        loras =
                loras.stream()
                        .map(each -> new Lora(catalogue.lora(each.name()), each.weight()))
                        .toList();
    }
}
