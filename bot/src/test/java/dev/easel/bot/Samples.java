package dev.easel.bot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Research;
import dev.easel.protocol.client.EffectiveSettings;
import dev.easel.protocol.client.EffectiveSettings.Setting;
import dev.easel.protocol.client.GlobalSettings;
import dev.easel.protocol.client.LoraList;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestPage;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.work.Provenance;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Requests and pictures as api would give them. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    public static final String PROMPT = "japanese cyberpunk woman, dusk, vivid colours";
    public static final String NEGATIVE = "blurry, lowres";

    /** Keeps 0.80 from becoming 0.8. */
    private static final ObjectMapper EXACT =
            Json.mapper().copy().configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    private static final Map<String, Long> MILLIS =
            Map.of("Claiming", 40L, "Composing", 3_400L, "Rendering", 27_000L, "Storing", 600L);

    private Samples() {}

    public static RequestDetail detail(UUID id, String instruction, int images) {
        return detail(id, instruction, images, PROMPT, NEGATIVE);
    }

    public static RequestDetail detail(
            UUID id, String instruction, int images, String prompt, @Nullable String negative) {
        var metadata =
                new RequestDetail.Metadata(
                        UUID.randomUUID(),
                        prompt,
                        negative,
                        "sd15-base.safetensors",
                        "abcdef0123",
                        List.of(new Lora("ink-wash", new BigDecimal("0.80"))),
                        20,
                        new BigDecimal("7.0"),
                        "DPM++ 2M",
                        "Karras",
                        4_294_967_290L,
                        512,
                        768,
                        images,
                        null,
                        32_000L,
                        NOW,
                        new RequestDetail.Composition(
                                "language_model", "test:1b", "compose-v1", null, Map.of()),
                        null,
                        null,
                        null,
                        MILLIS);
        var stored =
                IntStream.range(0, images)
                        .mapToObj(i ->
                                new RequestDetail.Image(
                                        UUID.randomUUID(),
                                        "/api/v1/requests/" + id + "/images/" + i,
                                        null,
                                        1000,
                                        "0".repeat(63) + i,
                                        4_294_967_290L + i,
                                        512,
                                        768,
                                        NOW,
                                        null))
                        .toList();
        return new RequestDetail(
                id,
                "1",
                "2",
                "3",
                instruction,
                RequestStatus.COMPLETED,
                NOW,
                NOW,
                null,
                metadata,
                stored,
                "Completed",
                List.of(),
                progress(id, RequestStatus.COMPLETED, 100),
                "Generate",
                null);
    }

    /** The same with some fields changed, by their names in JSON. */
    public static RequestDetail changed(RequestDetail detail, Consumer<ObjectNode> change) {
        ObjectNode json = EXACT.valueToTree(detail);
        change.accept(json);
        return EXACT.convertValue(json, RequestDetail.class);
    }

    /** The same result, asked for by someone. */
    public static RequestDetail askedBy(RequestDetail detail, String guildId, String userId) {
        return changed(detail, json -> json.put("guild_id", guildId).put("user_id", userId));
    }

    /** The same with stored sizes in MiB, and perhaps a link to each picture. */
    public static RequestDetail sized(
            RequestDetail detail, List<Integer> mebibytes, @Nullable String link) {
        return stored(detail, mebibytes.stream().map(m -> (long) m << 20).toList(), link);
    }

    /** The same with stored sizes in bytes, and perhaps a link to each picture. */
    public static RequestDetail stored(
            RequestDetail detail, List<Long> bytes, @Nullable String link) {
        return changed(
                detail,
                json -> {
                    var images = json.withArray("images");
                    while (images.size() > bytes.size()) {
                        images.remove(bytes.size());
                    }
                    for (int i = 0; i < bytes.size(); i++) {
                        ((ObjectNode) images.get(i))
                                .put("file_size_bytes", bytes.get(i))
                                .put("link", link);
                    }
                });
    }

    /** The same with a link to each picture. */
    public static RequestDetail linked(RequestDetail detail, String link) {
        return stored(
                detail,
                detail.images().stream().map(RequestDetail.Image::fileSizeBytes).toList(),
                link);
    }

    /** A person's model, the server's steps, and Easel's sides; nothing else is settled. */
    public static GlobalSettings settings() {
        var effective =
                new EffectiveSettings(
                        new Setting<>("ink-sdxl", Provenance.USER),
                        new Setting<>(
                                List.of(new Lora("ink-wash", new BigDecimal("0.8"))),
                                Provenance.USER),
                        new Setting<>(null, null),
                        new Setting<>(null, null),
                        new Setting<>(30, Provenance.GUILD),
                        new Setting<>(new BigDecimal("7.5"), Provenance.GUILD),
                        new Setting<>(null, null),
                        new Setting<>(null, null),
                        new Setting<>(null, null),
                        new Setting<>(512, Provenance.INSTALLATION),
                        new Setting<>(512, Provenance.INSTALLATION),
                        new Setting<>(4, Provenance.INSTALLATION));
        return new GlobalSettings(
                null, "1", "2", "ink-sdxl", null, null, null, null, null, effective, List.of());
    }

    /** The first of so many LoRAs; every second one does not fit. */
    public static LoraList loras(int total, int limit) {
        var all =
                IntStream.range(0, Math.min(total, limit))
                        .mapToObj(i ->
                                new LoraList.Metadata(
                                        new UUID(0, i),
                                        "lora-%03d".formatted(i),
                                        "lora-%03d.safetensors".formatted(i),
                                        "a *style* of its own",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        List.of("trigger"),
                                        ModelFamily.UNKNOWN,
                                        null,
                                        null,
                                        null,
                                        i != 1,
                                        i % 2 == 0,
                                        List.of()))
                        .toList();
        return new LoraList(all, total, null, null);
    }

    /** A request with one picture in the thread 3 of the guild 1, by the user 2. */
    public static RequestPage.Summary summary(
            int number, String instruction, RequestStatus status, String reason) {
        var id = new UUID(7, number);
        return new RequestPage.Summary(
                id,
                "1",
                "2",
                "3",
                instruction,
                "Generate",
                new RequestDetail.Source(id, null),
                status,
                reason,
                NOW,
                NOW,
                PROMPT,
                "ink-sdxl",
                7L,
                detail(id, instruction, 1).images());
    }

    /** The same result as the outcome of another action. */
    public static RequestDetail told(
            RequestDetail detail,
            String action,
            RequestDetail.Source source,
            Refinement refinement,
            @Nullable Research research,
            List<String> notices) {
        return changed(
                detail,
                json -> {
                    json.put("action", action)
                            .putPOJO("source", source)
                            .putPOJO("notices", notices);
                    json.withObject("metadata")
                            .putPOJO("refinement", refinement)
                            .putPOJO("research", research);
                });
    }

    public static RequestProgress progress(UUID id, RequestStatus status, int percent) {
        return new RequestProgress(id, status, null, percent, null, null, null, null);
    }

    /** A PNG that hardly compresses, so that its size follows its sides. */
    public static byte[] png(int width, int height, long seed) {
        var random = new Random(seed);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        try (var out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
