package dev.easel.generator.refine;

import dev.easel.generator.render.Catalogue;
import dev.easel.generator.render.Checkpoint;
import dev.easel.generator.render.Flavour;
import dev.easel.protocol.Lora;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.LoraEntry;
import dev.easel.protocol.work.Previous;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Earlier generations that the table refines, and the back end that made them. */
public final class Bases {
    static final String PORTRAIT =
            "1girl, black hair, red kimono, standing, night city, neon lights, masterpiece, best"
                    + " quality";

    /** Leaves no room in a prompt for anything that is not short. */
    static final String FULL = "words, ".repeat(570) + "end";

    static final UUID ID = new UUID(1, 1);
    private static final String NEGATIVE = "lowres, blurry, bad hands";
    private static final String SHA = "ab".repeat(32);

    private Bases() {}

    public static Catalogue catalogue() {
        var current = checkpoint("v1-5-pruned");
        return new Catalogue(
                Flavour.A1111,
                null,
                List.of(
                        current,
                        checkpoint("sd_xl_base_1.0"),
                        checkpoint("ponyDiffusionV6XL"),
                        checkpoint("flux1-dev")),
                List.of("DPM++ 2M", "Euler a", "Euler", "DDIM", "Restart"),
                List.of(
                        new Catalogue.Scheduler("automatic", "Automatic"),
                        new Catalogue.Scheduler("karras", "Karras"),
                        new Catalogue.Scheduler("simple", "Simple")),
                List.of(
                        new Catalogue.Lora("ukiyo-e", "ukiyo-e"),
                        new Catalogue.Lora("neon-city", "neon-city"),
                        new Catalogue.Lora("xl-detail", "xl-detail")),
                current,
                true,
                List.of("R-ESRGAN 4x+"));
    }

    private static Checkpoint checkpoint(String name) {
        return new Checkpoint(name, name + ".safetensors", name, null);
    }

    public static LoraEntry[] loras() {
        return new LoraEntry[] {
            new LoraEntry(
                    "ukiyo-e",
                    "Woodblock prints of the Edo period",
                    List.of("woodblock print", "1girl"),
                    ModelFamily.SD1,
                    new BigDecimal("0.7")),
            new LoraEntry("neon-city", "Neon at night", List.of(), ModelFamily.UNKNOWN, null),
            new LoraEntry("xl-detail", "Details", List.of("detailed"), ModelFamily.SDXL, null)
        };
    }

    static Previous previous(String name) {
        return switch (name) {
            case "portrait" -> previous(settings(PORTRAIT), null, portraitHistory());
            case "second" -> previous(settings(PORTRAIT), 1, portraitHistory());
            case "odd" -> plain("a cat ,  (sleeping:1.2),sofa\n, [warm light], masterpiece ");
            case "chunks" -> plain("1girl, smile BREAK forest, river BREAK watercolor");
            case "prose" ->
                    previous(
                            changed(
                                    settings(
                                            "A lighthouse stands on a cliff at noon. Waves crash"
                                                    + " against the rocks below. oil painting,"
                                                    + " highly detailed"),
                                    "sd_xl_base_1.0",
                                    List.of()),
                            null,
                            List.of());
            case "woodblock" -> woodblock("0.8");
            case "woodblock12" -> woodblock("1.2");
            case "full" -> plain("a, " + FULL);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Previous woodblock(String weight) {
        return previous(
                changed(
                        settings("1girl, red kimono, masterpiece, woodblock print"),
                        "v1-5-pruned",
                        List.of(new Lora("ukiyo-e", new BigDecimal(weight)))),
                null,
                List.of());
    }

    static Previous plain(String prompt) {
        return previous(settings(prompt), null, List.of());
    }

    private static List<Previous.Step> portraitHistory() {
        var steps =
                List.of(
                        settings(
                                "1girl, black hair, red kimono, night city, masterpiece, best quality"),
                        Starting.withSeed(
                                settings("1girl, black hair, masterpiece, best quality"), 5),
                        first());
        return steps.stream()
                .map(each -> new Previous.Step(UUID.randomUUID(), "Refine", "an earlier one", each))
                .toList();
    }

    private static Settings first() {
        var s = settings("1girl, masterpiece, best quality");
        return new Settings(
                s.prompt(),
                s.negativePrompt(),
                s.model(),
                null,
                s.loras(),
                12,
                s.cfgScale(),
                s.sampler(),
                s.scheduler(),
                3,
                s.width(),
                s.height(),
                s.imageCount(),
                null);
    }

    static Previous previous(
            Settings settings, @Nullable Integer imageIndex, List<Previous.Step> history) {
        var images =
                java.util.stream.IntStream.range(0, settings.imageCount())
                        .mapToObj(i ->
                                new Previous.Image(
                                        i,
                                        settings.seed() + i,
                                        SHA,
                                        null,
                                        settings.width(),
                                        settings.height()))
                        .toList();
        return new Previous(ID, "夜の街の女の子", settings, imageIndex, images, history);
    }

    static Settings settings(String prompt) {
        return new Settings(
                prompt,
                NEGATIVE,
                "v1-5-pruned",
                null,
                List.of(),
                20,
                new BigDecimal("7.0"),
                "DPM++ 2M",
                "Karras",
                7,
                512,
                512,
                4,
                null);
    }

    static Settings changed(Settings s, String model, List<Lora> loras) {
        return new Settings(
                s.prompt(),
                s.negativePrompt(),
                model,
                null,
                loras,
                s.steps(),
                s.cfgScale(),
                s.sampler(),
                s.scheduler(),
                s.seed(),
                s.width(),
                s.height(),
                s.imageCount(),
                s.derivation());
    }
}
