package dev.easel.sandbox.automatic1111;

import static dev.easel.sandbox.automatic1111.TestingClient.images;
import static dev.easel.sandbox.automatic1111.TestingClient.info;
import static dev.easel.sandbox.automatic1111.TestingClient.recipe;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GenerateIT {
    private static Automatic1111StandIn standIn;
    private static TestingClient client;

    @BeforeAll
    static void start() {
        standIn = Automatic1111StandIn.start(Automatic1111Settings.forTests());
        client = TestingClient.of(standIn.url());
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    @Test
    void rendersAsManyImagesAsBatchSizeTimesIterations() throws IOException {
        var answer = client.txt2img(recipe().put("batch_size", 2).put("n_iter", 2));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(images(answer)).hasSize(4).doesNotHaveDuplicates();
        for (var file : images(answer)) {
            var image = ImageIO.read(new ByteArrayInputStream(file));
            assertThat(image.getWidth()).isEqualTo(64);
            assertThat(image.getHeight()).isEqualTo(64);
        }
        assertThat(info(answer).path("all_seeds"))
                .extracting(s -> s.asLong())
                .containsExactly(7L, 8L, 9L, 10L);
    }

    @Test
    void sameRequestGivesTheSameBytes() {
        var first = client.txt2img(recipe());
        var second = client.txt2img(recipe());
        var other = client.txt2img(recipe().put("seed", 8));

        assertThat(images(second).getFirst()).isEqualTo(images(first).getFirst());
        assertThat(images(other).getFirst()).isNotEqualTo(images(first).getFirst());
    }
}
