package dev.easel.generator.refine;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.generator.Prepared;
import dev.easel.generator.chat.Question;
import dev.easel.generator.compose.LoraChoice;
import dev.easel.generator.instruction.PlainWishes;
import dev.easel.generator.prompt.PromptParts;
import dev.easel.generator.prompt.PromptText;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.generator.text.Phrases;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.ResultReport.Writer;
import dev.easel.protocol.work.WorkOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One refinement, from its order to its settings. Pure but for fresh seeds. */
final class Refining {
    private static final Pattern SEED_ASKED =
            Pattern.compile(
                    "シード|ランダム|別の(絵|画像|バージョン|構図|パターン|案)|違う(絵|画像|構図|パターン)|もう(一|1)(度|回|枚)"
                            + "|やり直|引き直|seed|random|another\\s+(one|picture|version|image|take)"
                            + "|different\\s+(one|picture|version|image|composition)|try\\s+again|once\\s+more"
                            + "|re-?roll",
                    Pattern.CASE_INSENSITIVE);

    /** What speaks of the seed only so that it stays. */
    private static final Pattern SEED_TO_STAY =
            Pattern.compile(
                    "シード値?(?:は|を)?(?:変え(?:な|ず)|変更(?:しな|せず)|そのまま|固定|維持|同じ)[ぁ-ん]*|同じシード値?"
                            + "|(?:not|n['’]t|dont|never|without)\\s+(?:change|changing|touch|touching)\\s+the\\s+seed"
                            + "|keep(?:ing)?\\s+(?:the\\s+)?(?:same\\s+)?seed|same\\s+seed",
                    Pattern.CASE_INSENSITIVE);

    private final String modelName;
    private final LongSupplier freshSeed;
    private final WorkOrder order;
    private final Catalogue catalogue;
    private final Starting start;
    private final LoraChoice loras;
    private final PlainWishes plain;
    private final Settings current;
    private final Settings base;
    private final String words;
    private final boolean wentBack;
    private final boolean nowhereToGo;
    private Draft draft;

    Refining(WorkOrder order, Catalogue catalogue, String modelName, LongSupplier freshSeed) {
        this.modelName = modelName;
        this.freshSeed = freshSeed;
        this.order = order;
        this.catalogue = catalogue;
        this.start = new Starting(order.previous());
        this.loras = new LoraChoice(order.loras(), catalogue);
        this.current = start.current();
        var instruction = order.instruction() == null ? "" : order.instruction();
        var backward = Backward.in(instruction);
        this.plain = PlainWishes.in(backward.map(Backward::rest).orElse(instruction), catalogue);
        this.words = plain.alone() ? "" : plain.rest();
        var step = backward.map(each -> start.back(each.back())).orElse(null);
        this.wentBack = step != null;
        this.base = step == null ? current : step;
        this.draft = Draft.of(base);
        this.nowhereToGo = backward.isPresent() && step == null;
        if (nowhereToGo) {
            draft.note(Kind.NO_EARLIER_STEP);
        }
    }

    boolean needsTheModel() {
        return Draft.requested(order.parameters().prompt()) == null && !words.isBlank();
    }

    /** Whether it says something that code reads, so that the model may have nothing to add. */
    boolean saysPlainly() {
        return plain.any() || wentBack;
    }

    Question question() {
        return RefineQuestion.of(words, base, start.previous(), catalogue, loras);
    }

    /**
     * @param said null if nobody was asked, empty if nothing usable was said
     */
    Prepared prepared(@Nullable Optional<Delta> said) {
        var writer = said == null ? Writer.PREVIOUS : Writer.LANGUAGE_MODEL;
        var explanation = codes();
        if (said != null && said.isPresent()) {
            apply(said.get());
            explanation = said.get().explanation();
        } else if (said != null) {
            writer = Writer.FALLBACK;
            withoutTheModel();
        }
        draft.wish(plain, order.parameters(), freshSeed);
        var before = draft.loras();
        draft.override(order.parameters());
        if (Draft.requested(order.parameters().prompt()) != null) {
            writer = Writer.REQUEST;
        }
        Starting.redrawn(draft);
        draft.check(catalogue);
        triggers(before);
        draft.afford();
        misfits();
        var settings = draft.settings();
        var difference = Difference.between(current, settings);
        if (difference.changed().isEmpty() && !nowhereToGo) {
            draft.note(Kind.NOTHING_CHANGED);
        }
        var asked = said != null;
        return new Prepared(
                settings,
                draft.provenance().get(Fields.SEED) == Provenance.RANDOM,
                new ResultReport.Composition(
                        writer,
                        asked ? modelName : null,
                        asked ? RefineQuestion.VERSION : null,
                        explanation,
                        draft.provenance()),
                difference,
                draft.notices());
    }

    private void apply(Delta delta) {
        if (delta.base().back() != 0 && !wentBack) {
            var step = start.back(delta.base().back());
            if (step == null) {
                draft.note(Kind.NO_EARLIER_STEP);
            } else {
                draft = Draft.of(step);
            }
        }
        new DeltaApplication(draft, base, catalogue, loras, freshSeed)
                .apply(delta, asksForSeed(order.instruction()));
    }

    static boolean asksForSeed(@Nullable String instruction) {
        return instruction != null
                && SEED_ASKED.matcher(SEED_TO_STAY.matcher(instruction).replaceAll("")).find();
    }

    /**
     * English words may help as they are; others mean nothing to the renderer, and another attempt
     * may find the model in a better mood.
     */
    private void withoutTheModel() {
        if (plain.any() || wentBack) {
            draft.note(Kind.ONLY_PLAIN_WISHES);
            return;
        }
        var text = PromptText.of(words).text().replaceAll("\\s+", " ").strip();
        var latin = text.codePoints().allMatch(each -> each < 0x250);
        if (!latin || text.isEmpty()) {
            throw new AttemptFailed(
                    ExitCode.LANGUAGE_MODEL_ANSWER_INVALID,
                    "the language model named no change that can be used; say it in other"
                            + " words, or try again");
        }
        draft.prompt(PromptParts.of(draft.prompt()).plus(text).text(), Provenance.INSTRUCTION);
        draft.note(Kind.WORDS_APPENDED);
    }

    /** LoRAs that the request fixes come and go with their words, unless it fixes those too. */
    private void triggers(List<Lora> before) {
        var given = order.parameters();
        if (Draft.requested(given.loras()) == null || Draft.requested(given.prompt()) != null) {
            return;
        }
        var now = draft.loras();
        var text = draft.prompt();
        for (var lora : before) {
            if (now.stream().noneMatch(each -> each.name().equalsIgnoreCase(lora.name()))) {
                text = loras.withoutTriggers(text, lora, now);
            }
        }
        var fresh = new ArrayList<>(now);
        fresh.removeIf(
                each -> before.stream().anyMatch(old -> old.name().equalsIgnoreCase(each.name())));
        draft.triggers(loras.withTriggers(text, fresh), Provenance.REQUEST);
    }

    private @Nullable String codes() {
        var kind = wentBack ? Kind.UNDONE : plain.any() ? Kind.PLAIN_WISHES_APPLIED : null;
        return kind == null ? null : Phrases.of(order.locale()).say(Notice.of(kind));
    }

    private void misfits() {
        if (draft.model().equals(current.model())) {
            return;
        }
        for (var lora : draft.loras()) {
            if (!loras.fits(lora.name(), draft.model())) {
                draft.note(Kind.LORA_MISFIT_FIXED, lora.name(), draft.model());
            }
        }
    }
}
