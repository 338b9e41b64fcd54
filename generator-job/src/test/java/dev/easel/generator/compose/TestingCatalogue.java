package dev.easel.generator.compose;

import dev.easel.generator.render.Catalogue;
import dev.easel.generator.render.Checkpoint;
import dev.easel.generator.render.Flavour;
import java.util.List;
import java.util.stream.IntStream;

/** What a back end might list. */
public final class TestingCatalogue {
    private TestingCatalogue() {}

    public static Catalogue sample() {
        return with(List.of("DPM++ 2M", "Euler a", "Euler", "DDIM"));
    }

    static Catalogue withSamplers(int count) {
        return with(IntStream.range(0, count).mapToObj(i -> "Sampler " + i).toList());
    }

    private static Catalogue with(List<String> samplers) {
        var sdxl = new Checkpoint("sd_xl", "sd_xl.safetensors [0123456789]", "sd_xl", "0123456789");
        return new Catalogue(
                Flavour.A1111,
                null,
                List.of(new Checkpoint("v1-5", "v1-5.safetensors", "v1-5", null), sdxl),
                samplers,
                List.of(
                        new Catalogue.Scheduler("automatic", "Automatic"),
                        new Catalogue.Scheduler("karras", "Karras")),
                List.of(
                        new Catalogue.Lora("neon-city", "neon"),
                        new Catalogue.Lora("ukiyo-e", "woodblock")),
                sdxl,
                true,
                List.of("R-ESRGAN 4x+"));
    }
}
