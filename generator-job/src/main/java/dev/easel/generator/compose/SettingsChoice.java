package dev.easel.generator.compose;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.generator.prompt.Chunks;
import dev.easel.generator.prompt.Idiom;
import dev.easel.generator.prompt.PromptParts;
import dev.easel.generator.prompt.PromptText;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.text.Notice;
import dev.easel.generator.text.Notice.Kind;
import dev.easel.protocol.Lora;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import dev.easel.protocol.work.ResultReport.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Complete settings from what was fixed, what the language model wished and what the back end has.
 * What anybody but the installation fixed stays; wishes for what does not exist are passed over.
 *
 * @param seedFree nobody fixed the seed
 * @param provenance of each value, by its snake_case name
 * @param notices what the user should know
 */
public record SettingsChoice(
        Settings settings,
        boolean seedFree,
        Map<String, Provenance> provenance,
        List<Notice> notices) {

    /**
     * @param unwanted what the instruction plainly wants kept out
     * @throws AttemptFailed if a name that somebody fixed is not installed
     */
    public static SettingsChoice of(
            ResolvedParameters given,
            List<String> unwanted,
            Composition composition,
            LoraChoice loras,
            LongSupplier freshSeed) {
        return new Choosing(given, unwanted, composition, loras).choose(freshSeed);
    }

    /** One choice; each value notes where it is from. */
    private static final class Choosing {
        private static final List<String> SAMPLERS = List.of("DPM++ 2M", "Euler a", "Euler");
        private static final List<String> SCHEDULERS = List.of("Karras", "Automatic");
        private static final Map<Writer, Provenance> BY_WRITER =
                Map.of(
                        Writer.LANGUAGE_MODEL, Provenance.LANGUAGE_MODEL,
                        Writer.REQUEST, Provenance.REQUEST,
                        Writer.PREVIOUS, Provenance.PREVIOUS_GENERATION,
                        Writer.FALLBACK, Provenance.INSTRUCTION);

        private final ResolvedParameters given;
        private final List<String> unwanted;
        private final Composition composition;
        private final Composition.Wishes wishes;
        private final LoraChoice lorasThere;
        private final Catalogue catalogue;
        private final Provenances from = new Provenances();
        private final List<Notice> notices = new ArrayList<>();

        Choosing(
                ResolvedParameters given,
                List<String> unwanted,
                Composition composition,
                LoraChoice loras) {
            this.given = given;
            this.unwanted = unwanted;
            this.composition = composition;
            this.wishes = composition.wishes();
            this.lorasThere = loras;
            this.catalogue = loras.catalogue();
        }

        SettingsChoice choose(LongSupplier freshSeed) {
            var model = model();
            var idiom = Idiom.of(ModelFamily.ofCheckpoint(model));
            var wanted = chosen("seed", given.seed(), wishes.seed());
            var seedFree = wanted == null || wanted < 0;
            if (seedFree) {
                from.put("seed", Provenance.RANDOM);
            }
            var canvas = CanvasChoice.of(given, wishes, notices);
            canvas.note(given, from);
            var loras = new LorasUsed(given, composition, lorasThere, model, notices).choose(from);
            var settings =
                    new Settings(
                            prompt(idiom, loras),
                            negative(idiom),
                            model,
                            null,
                            loras,
                            nonNull("steps", given.steps(), wishes.steps()),
                            scale(idiom),
                            sampler(),
                            scheduler(),
                            wanted == null || wanted < 0 ? freshSeed.getAsLong() : wanted,
                            canvas.width(),
                            canvas.height(),
                            canvas.imageCount(),
                            null);
            return new SettingsChoice(settings, seedFree, from.all(), List.copyOf(notices));
        }

        /** A wish counts where nobody, or only the installation, has said something. */
        private <T> @Nullable T chosen(
                String field, @Nullable Resolved<T> fixed, @Nullable T wish) {
            if (wish != null && ComposeQuestion.open(fixed)) {
                from.put(field, Provenance.LANGUAGE_MODEL);
                return wish;
            }
            from.put(field, fixed == null ? Provenance.BACK_END : fixed.from());
            return fixed == null ? null : fixed.value();
        }

        private <T> T nonNull(String field, Resolved<T> fixed, @Nullable T wish) {
            var chosen = chosen(field, fixed, wish);
            return chosen == null ? fixed.value() : chosen;
        }

        /**
         * Words that somebody gave stay verbatim. Others get what code knows better than a language
         * model: scores, triggers and the suffix, once each, and no more than the encoder reads.
         */
        private String prompt(Idiom idiom, List<Lora> loras) {
            var suffix = given.promptSuffix() == null ? "" : given.promptSuffix().value();
            var text = PromptText.of(composition.prompt()).text();
            from.put("prompt", BY_WRITER.getOrDefault(composition.writer(), Provenance.REQUEST));
            if (composition.writer() == Writer.REQUEST) {
                return PromptText.withSuffix(text, suffix);
            }
            var scored = idiom.scored(text);
            var room = Math.max(75, idiom.tokensMax() - Chunks.tokens(suffix));
            var fitted = Chunks.fit(scored, room);
            if (!fitted.dropped().isEmpty()) {
                notices.add(Notice.of(Kind.PROMPT_SHORTENED, String.join(", ", fitted.dropped())));
            }
            return PromptText.movedToSuffix(lorasThere.withTriggers(fitted.text(), loras), suffix);
        }

        private String negative(Idiom idiom) {
            var wish = composition.negativePrompt();
            var useful = wish == null || wish.isBlank() ? null : wish;
            var chosen = chosen("negative_prompt", given.negativePrompt(), useful);
            var text = chosen == null ? "" : PromptText.of(chosen).text();
            if (ComposeQuestion.open(given.negativePrompt())) {
                if (!idiom.guided()) {
                    text = "";
                    from.put("negative_prompt", Provenance.BACK_END);
                } else if (composition.writer() != Writer.REQUEST) {
                    text = idiom.scoredNegative(text);
                }
            }
            if (from.is("negative_prompt", Provenance.REQUEST)) {
                return text;
            }
            for (var each : unwanted) {
                var parts = PromptParts.of(text);
                if (parts.indexOf(each) < 0) {
                    text = parts.plus(PromptText.of(each).text()).text();
                    from.put("negative_prompt", Provenance.INSTRUCTION);
                }
            }
            return text;
        }

        private BigDecimal scale(Idiom idiom) {
            if (!idiom.guided() && ComposeQuestion.open(given.cfgScale())) {
                from.put("cfg_scale", Provenance.BACK_END);
                return new BigDecimal("1.0");
            }
            return nonNull("cfg_scale", given.cfgScale(), wishes.cfgScale());
        }

        private String model() {
            var wish = listed(wishes.model(), catalogue.modelNames());
            if (wish != null && ComposeQuestion.open(given.model())) {
                from.put("model", Provenance.LANGUAGE_MODEL);
                return wish;
            }
            if (given.model() != null) {
                from.put("model", given.model().from());
                return catalogue.checkpoint(given.model().value()).name();
            }
            from.put("model", Provenance.BACK_END);
            if (catalogue.current() != null) {
                return catalogue.current().name();
            }
            if (catalogue.checkpoints().isEmpty()) {
                throw new AttemptFailed(ExitCode.MODEL_NOT_FOUND, "AUTOMATIC1111 lists no model");
            }
            return catalogue.checkpoints().getFirst().name();
        }

        /** Language models are not as strict about case as back ends are. */
        private static @Nullable String listed(@Nullable String wish, List<String> names) {
            return names.stream()
                    .filter(each -> wish != null && each.equalsIgnoreCase(wish))
                    .findFirst()
                    .orElse(null);
        }

        private String sampler() {
            return name(
                    "sampler",
                    given.sampler(),
                    wishes.sampler(),
                    catalogue.samplers(),
                    SAMPLERS,
                    catalogue::sampler);
        }

        private @Nullable String scheduler() {
            if (catalogue.schedulers().isEmpty()) {
                var fixed = given.scheduler();
                if (fixed != null) {
                    from.put("scheduler", fixed.from());
                }
                return fixed == null ? null : fixed.value();
            }
            return name(
                    "scheduler",
                    given.scheduler(),
                    wishes.scheduler(),
                    catalogue.schedulerLabels(),
                    SCHEDULERS,
                    catalogue::scheduler);
        }

        private String name(
                String field,
                @Nullable Resolved<String> fixed,
                @Nullable String wish,
                List<String> listed,
                List<String> preferred,
                UnaryOperator<String> canonical) {
            var found = listed(wish, listed);
            if (found != null && ComposeQuestion.open(fixed)) {
                from.put(field, Provenance.LANGUAGE_MODEL);
                return found;
            }
            if (fixed != null) {
                from.put(field, fixed.from());
                return canonical.apply(fixed.value());
            }
            from.put(field, Provenance.BACK_END);
            return preferred.stream()
                    .filter(listed::contains)
                    .findFirst()
                    .orElse(listed.getFirst());
        }
    }
}
