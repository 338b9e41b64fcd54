package dev.easel.sandbox.image;

import dev.easel.sandbox.cluster.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The four images of Easel, from the jars that Maven left in the modules' target directories. */
public record ImageSet(
        ServiceImage.Built operator,
        ServiceImage.Built api,
        ServiceImage.Built bot,
        ServiceImage.Built generator) {
    private static final List<String> GENERATOR_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");

    /**
     * Builds what changed.
     *
     * @param checkout the project's root, packaged
     * @param jdk home of a JDK 25
     * @param cache where the shared runtime is kept between checkouts
     */
    public static ImageSet build(Path checkout, Path jdk, Path cache) throws IOException {
        var runtime = JavaRuntime.of(jdk, cache);
        var directory = checkout.resolve("target/images");
        var operator = service(checkout, "operator", "dev.easel.operator.OperatorMain");
        var api = service(checkout, "api", "dev.easel.api.ApiMain");
        var bot = service(checkout, "bot", "dev.easel.bot.BotMain");
        var generator =
                new ServiceImage(
                        "generator",
                        "dev.easel.generator.GeneratorMain",
                        jars(checkout, "generator-job"),
                        GENERATOR_OPTIONS,
                        List.of("--train"));
        Files.createDirectories(directory);
        var layers = Files.createTempDirectory(directory, "layers-");
        try {
            return new ImageSet(
                    operator.build(runtime, directory, layers),
                    api.build(runtime, directory, layers),
                    bot.build(runtime, directory, layers),
                    generator.build(runtime, directory, layers));
        } finally {
            Directories.deleteRecursively(layers);
        }
    }

    public List<ServiceImage.Built> all() {
        return List.of(operator, api, bot, generator);
    }

    private static ServiceImage service(Path checkout, String module, String mainClass)
            throws IOException {
        return new ServiceImage(module, mainClass, jars(checkout, module), List.of(), List.of());
    }

    /** The module's own jar first, then what it needs in the order of names. */
    private static List<Path> jars(Path checkout, String module) throws IOException {
        var target = checkout.resolve(module).resolve("target");
        var jars = new ArrayList<Path>();
        try (var own = Files.newDirectoryStream(target, "easel-" + module + "-*.jar")) {
            own.forEach(jars::add);
        }
        if (jars.size() != 1) {
            throw new IOException(
                    target + " holds " + jars.size() + " jars of its module: package it");
        }
        try (var needed = Files.list(target.resolve("lib"))) {
            needed.filter(f -> f.toString().endsWith(".jar")).sorted().forEach(jars::add);
        }
        return jars;
    }
}
