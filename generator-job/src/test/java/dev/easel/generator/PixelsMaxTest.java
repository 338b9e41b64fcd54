package dev.easel.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** This module does not know the resource's schema, whose bound it repeats. */
class PixelsMaxTest {
    private static final Pattern BOUND =
            Pattern.compile("PIXELS_MAX =\\s*(\\d+) \\* (\\d+) \\* (\\d+);");

    @Test
    void boundsArePixelForPixelThoseOfTheSchema() throws IOException {
        var main = Path.of("src", "main", "java", "dev", "easel", "generator");
        for (var file : new String[] {"compose/CanvasChoice.java", "refine/Draft.java"}) {
            var bound = BOUND.matcher(Files.readString(main.resolve(file)));
            assertThat(bound.find()).as(file).isTrue();
            var pixels =
                    Integer.parseInt(bound.group(1))
                            * Integer.parseInt(bound.group(2))
                            * Integer.parseInt(bound.group(3));
            assertThat(pixels).as(file).isEqualTo(Parameters.PIXELS_MAX);
        }
    }
}
