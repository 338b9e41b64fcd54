package dev.easel.api.page;

import dev.easel.api.TestingEasel;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jdbi.v3.core.statement.SqlStatements;

/** A history of many finished requests, written straight into the database and the image store. */
final class ManyPictures {
    static final int PER_REQUEST = 4;
    private static final int SHAPES = 4;

    private ManyPictures() {}

    static void write(TestingEasel easel, String guild, int requests) throws IOException {
        var directory = Files.createDirectories(easel.images().resolve("many"));
        for (var shape = 0; shape < SHAPES; shape++) {
            draw(directory.resolve("shape-" + shape + ".png"), shape);
        }
        for (var i = 0; i < requests * PER_REQUEST; i++) {
            var shape = directory.resolve("shape-" + (i / PER_REQUEST) % SHAPES + ".png");
            Files.createLink(directory.resolve(i + ".png"), shape);
        }
        try (var database = easel.openDatabase()) {
            database.jdbi()
                    .useTransaction(handle -> {
                        handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
                        for (var sql : ROWS) {
                            handle.createUpdate(sql)
                                    .bind("guild", guild)
                                    .bind("n", requests)
                                    .execute();
                        }
                    });
        }
    }

    private static int width(int shape) {
        return shape % 2 == 0 ? 512 : 384;
    }

    private static int height(int shape) {
        return shape < 2 ? 512 : 384;
    }

    private static void draw(Path file, int shape) throws IOException {
        var image = new BufferedImage(width(shape), height(shape), BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setPaint(
                new GradientPaint(
                        0,
                        0,
                        Color.getHSBColor(shape / 4f, 0.5f, 0.9f),
                        image.getWidth(),
                        image.getHeight(),
                        Color.getHSBColor(shape / 4f + 0.2f, 0.6f, 0.4f)));
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        pen.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private static final String ID = "('00000000-0000-4000-9000-' || lpad(i::text, 12, '0'))::uuid";

    private static final String[] ROWS = {
        """
        INSERT INTO generation_request (request_uid, name, resource_version, generation, action,
          instruction, research, source, tenant, user_id, thread_id, pool, priority, desired_state,
          status, reason, created_at, gone_at)
        SELECT %s, 'many-' || i, 1, 1, 'Generate', 'picture number ' || i, 'Disabled', 'API', :guild,
          'somebody', 't' || i, 'default', 0, 'Active', 'completed', 'Completed',
          now() - i * interval '1 minute', now()
        FROM generate_series(1, :n) i
        """
                .formatted(ID),
        """
        INSERT INTO claim (claim_id, request_uid, attempt, slot_token, pool_uid, slot, pod_uid,
          pod_name, work_order)
        SELECT gen_random_uuid(), %s, 1, i, 'many', :guild, 'pod', 'pod', '{}'
        FROM generate_series(1, :n) i
        """
                .formatted(ID),
        """
        INSERT INTO generation_metadata (metadata_id, request_uid, attempt, prompt, negative_prompt,
          model_name, steps, cfg_scale, sampler, seed, width, height, image_count, composition,
          renderer, duration_millis)
        SELECT gen_random_uuid(), %s, 1, 'a picture', '', 'model', 20, 7, 'Euler a', i, 512, 512, 4,
          '{"writer": "REQUEST", "provenance": {}}', '{}', 1200
        FROM generate_series(1, :n) i
        """
                .formatted(ID),
        """
        INSERT INTO generated_image (image_id, request_uid, attempt, index, file_path, sha256,
          size_bytes, width, height, seed, infotext)
        SELECT gen_random_uuid(), %s, 1, k, 'many/' || ((i - 1) * 4 + k) || '.png',
          md5(i::text || k) || md5(k::text || i), 1000,
          CASE (i - 1) %% 4 WHEN 0 THEN 512 WHEN 2 THEN 512 ELSE 384 END,
          CASE WHEN (i - 1) %% 4 < 2 THEN 512 ELSE 384 END, i, 'a picture'
        FROM generate_series(1, :n) i, generate_series(0, 3) k
        """
                .formatted(ID)
    };
}
