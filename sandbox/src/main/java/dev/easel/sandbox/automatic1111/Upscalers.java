package dev.easel.sandbox.automatic1111;

import java.util.List;
import java.util.stream.Stream;

/** The upscalers of an installation without extras. */
final class Upscalers {
    static final List<String> IMAGE =
            List.of(
                    "None",
                    "Lanczos",
                    "Nearest",
                    "DAT x4",
                    "ESRGAN_4x",
                    "LDSR",
                    "R-ESRGAN 4x+",
                    "R-ESRGAN 4x+ Anime6B",
                    "ScuNET GAN",
                    "SwinIR 4x");
    static final List<String> LATENT =
            List.of(
                    "Latent",
                    "Latent (antialiased)",
                    "Latent (bicubic)",
                    "Latent (bicubic antialiased)",
                    "Latent (nearest)",
                    "Latent (nearest-exact)");

    private Upscalers() {}

    static void require(String name) {
        if (Stream.concat(IMAGE.stream(), LATENT.stream()).noneMatch(name::equals)) {
            throw PythonFailure.raised("Exception", "could not find upscaler named " + name);
        }
    }
}
