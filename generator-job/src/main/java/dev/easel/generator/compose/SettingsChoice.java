package dev.easel.generator.compose;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.generator.render.Catalogue;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import dev.easel.protocol.work.ResultReport.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Complete settings from what was fixed, what the language model wished and what the back end has.
 * What anybody but the installation fixed stays; wishes for what does not exist are passed over.
 *
 * @param seedFree nobody fixed the seed
 * @param notices what the user should know
 */
public record SettingsChoice(Settings settings, boolean seedFree, List<String> notices) {
    private static final List<String> SAMPLERS = List.of("DPM++ 2M", "Euler a", "Euler");
    private static final List<String> SCHEDULERS = List.of("Karras", "Automatic");

    /** The same as in the resource's schema, which this module does not know. */
    private static final long PIXELS_MAX = 8 * 1024 * 1024;

    /**
     * @throws AttemptFailed if a name that somebody fixed is not installed
     */
    public static SettingsChoice of(
            ResolvedParameters given,
            Composition composition,
            Catalogue catalogue,
            LongSupplier freshSeed) {
        var notices = new ArrayList<String>();
        var wishes = composition.wishes();
        var text = PromptText.of(composition.prompt());
        var suffix = given.promptSuffix() == null ? "" : given.promptSuffix().value();
        var wanted = chosen(given.seed(), wishes.seed());
        var seedFree = wanted == null || wanted < 0;
        long seed = wanted == null || wanted < 0 ? freshSeed.getAsLong() : wanted;
        var canvas = canvas(given, wishes, notices);
        var settings =
                new Settings(
                        PromptText.withSuffix(text.text(), suffix),
                        negative(given, composition),
                        model(given, wishes, catalogue),
                        null,
                        loras(given, composition, text, catalogue, notices),
                        nonNull(chosen(given.steps(), wishes.steps()), given.steps()),
                        nonNull(chosen(given.cfgScale(), wishes.cfgScale()), given.cfgScale()),
                        sampler(given, wishes, catalogue),
                        scheduler(given, wishes, catalogue),
                        seed,
                        canvas.width(),
                        canvas.height(),
                        canvas.imageCount(),
                        null);
        return new SettingsChoice(settings, seedFree, List.copyOf(notices));
    }

    /** A wish counts where nobody, or only the installation, has said something. */
    private static <T> @Nullable T chosen(@Nullable Resolved<T> given, @Nullable T wish) {
        if (wish != null && ComposeQuestion.open(given)) {
            return wish;
        }
        return given == null ? null : given.value();
    }

    private static <T> T nonNull(@Nullable T chosen, Resolved<T> given) {
        return chosen == null ? given.value() : chosen;
    }

    private record Canvas(int width, int height, int imageCount) {
        long pixels() {
            return (long) width * height * imageCount;
        }
    }

    /**
     * What the request fixed stays; a wish, or a setting, that makes too many pixels of it gives
     * way.
     */
    private static Canvas canvas(
            ResolvedParameters given, Composition.Wishes wishes, List<String> notices) {
        var count = nonNull(chosen(given.imageCount(), wishes.imageCount()), given.imageCount());
        var usual = new Canvas(eight(given.width().value()), eight(given.height().value()), count);
        var wished = wished(given, wishes, count);
        var fixed = given.imageCount().from() == Provenance.REQUEST;
        var canvas = wished == null || fixed && wished.pixels() > PIXELS_MAX ? usual : wished;
        if (wished != null && !wished.equals(canvas)) {
            notices.add(
                    "%d images of %dx%d would be too many pixels, so they are %dx%d"
                            .formatted(
                                    count,
                                    wished.width(),
                                    wished.height(),
                                    canvas.width(),
                                    canvas.height()));
        }
        if (fixed || canvas.pixels() <= PIXELS_MAX) {
            return canvas;
        }
        var most = (int) Math.max(1, PIXELS_MAX / ((long) canvas.width() * canvas.height()));
        notices.add(
                "%d images of %dx%d would be too many pixels, so the number is %d"
                        .formatted(count, canvas.width(), canvas.height(), most));
        return new Canvas(canvas.width(), canvas.height(), most);
    }

    /** The language model may not draw a tall picture with only one side changed. */
    private static @Nullable Canvas wished(
            ResolvedParameters given, Composition.Wishes wishes, int count) {
        if (wishes.width() == null
                || wishes.height() == null
                || !ComposeQuestion.open(given.width())
                || !ComposeQuestion.open(given.height())) {
            return null;
        }
        return new Canvas(eight(wishes.width()), eight(wishes.height()), count);
    }

    /** The back end would round down and say otherwise in the infotext. */
    private static int eight(int side) {
        return Math.max(64, side / 8 * 8);
    }

    private static String negative(ResolvedParameters given, Composition composition) {
        var wish = composition.negativePrompt();
        var useful = wish == null || wish.isBlank() ? null : wish;
        var chosen = chosen(given.negativePrompt(), useful);
        return chosen == null ? "" : PromptText.of(chosen).text();
    }

    private static String model(
            ResolvedParameters given, Composition.Wishes wishes, Catalogue catalogue) {
        if (wishes.model() != null
                && ComposeQuestion.open(given.model())
                && catalogue.modelNames().contains(wishes.model())) {
            return wishes.model();
        }
        if (given.model() != null) {
            return catalogue.checkpoint(given.model().value()).name();
        }
        if (catalogue.current() != null) {
            return catalogue.current().name();
        }
        if (catalogue.checkpoints().isEmpty()) {
            throw new AttemptFailed(ExitCode.MODEL_NOT_FOUND, "AUTOMATIC1111 lists no model");
        }
        return catalogue.checkpoints().getFirst().name();
    }

    private static String sampler(
            ResolvedParameters given, Composition.Wishes wishes, Catalogue catalogue) {
        return name(
                given.sampler(),
                wishes.sampler(),
                catalogue.samplers(),
                SAMPLERS,
                catalogue::sampler);
    }

    private static @Nullable String scheduler(
            ResolvedParameters given, Composition.Wishes wishes, Catalogue catalogue) {
        if (catalogue.schedulers().isEmpty()) {
            return given.scheduler() == null ? null : given.scheduler().value();
        }
        return name(
                given.scheduler(),
                wishes.scheduler(),
                catalogue.schedulerLabels(),
                SCHEDULERS,
                catalogue::scheduler);
    }

    private static String name(
            @Nullable Resolved<String> given,
            @Nullable String wish,
            List<String> listed,
            List<String> preferred,
            UnaryOperator<String> canonical) {
        if (wish != null && ComposeQuestion.open(given) && listed.contains(wish)) {
            return wish;
        }
        if (given != null) {
            return canonical.apply(given.value());
        }
        return preferred.stream().filter(listed::contains).findFirst().orElse(listed.getFirst());
    }

    /**
     * Tags in a prompt that the user gave name LoRAs that must exist; tags and wishes of the
     * language model only count if they do.
     */
    private static List<Lora> loras(
            ResolvedParameters given,
            Composition composition,
            PromptText text,
            Catalogue catalogue,
            List<String> notices) {
        var loras = new ArrayList<Lora>();
        if (given.loras() != null) {
            given.loras().value().forEach(each -> add(loras, each, catalogue::lora));
        }
        if (composition.writer() == Writer.REQUEST) {
            text.loras().forEach(each -> add(loras, each, catalogue::lora));
        } else if (ComposeQuestion.open(given.loras())) {
            for (var wish : composition.wishes().loras()) {
                if (catalogue.loraNames().contains(wish.name())) {
                    add(loras, wish, UnaryOperator.identity());
                    notices.add("the LoRA " + wish.name() + " was added for this picture");
                }
            }
        }
        return List.copyOf(loras);
    }

    private static void add(List<Lora> loras, Lora lora, UnaryOperator<String> canonical) {
        var name = canonical.apply(lora.name());
        if (loras.stream().noneMatch(each -> each.name().equals(name))) {
            loras.add(new Lora(name, PromptText.weight(lora.weight())));
        }
    }
}
