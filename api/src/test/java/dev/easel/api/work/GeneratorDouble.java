package dev.easel.api.work;

import dev.easel.api.TestingEasel;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Phase;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.ClaimRequest;
import dev.easel.protocol.work.ProgressReport;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.WorkOrder;
import dev.easel.protocol.work.WorkRoutes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;

/** Calls the API as a generator's pod does. */
public final class GeneratorDouble {
    public static final String PIXELS = "0123456789abcdef".repeat(4);

    private final TestingEasel easel;
    private final String token;
    private final UUID request;
    private final int attempt;
    private String claim = UUID.randomUUID().toString();

    GeneratorDouble(TestingEasel easel, String token, UUID request, int attempt) {
        this.easel = easel;
        this.token = token;
        this.request = request;
        this.attempt = attempt;
    }

    TestingEasel.Answer claim(long slotToken) {
        var answer =
                easel.post(WorkRoutes.claim(request, attempt), token, new ClaimRequest(slotToken));
        if (answer.status() == 200) {
            claim = answer.as(WorkOrder.class).claim().toString();
        }
        return answer;
    }

    public TestingEasel.Answer progress(Phase phase, int percent) {
        return easel.post(
                WorkRoutes.progress(request, attempt),
                token,
                new ProgressReport(phase, percent, 7),
                WorkRoutes.CLAIM_HEADER,
                claim);
    }

    public TestingEasel.Answer upload(int index, byte[] png) {
        return upload(index, png, sha256(png));
    }

    TestingEasel.Answer upload(int index, byte[] png, String sha256) {
        return easel.put(
                WorkRoutes.image(request, attempt, index),
                token,
                png,
                WorkRoutes.CLAIM_HEADER,
                claim,
                WorkRoutes.SHA256_HEADER,
                sha256);
    }

    TestingEasel.Answer sourceImage(int index) {
        return easel.get(
                WorkRoutes.sourceImage(request, attempt, index),
                token,
                WorkRoutes.CLAIM_HEADER,
                claim);
    }

    TestingEasel.Answer sourceImage(int index, UUID of) {
        return easel.get(
                WorkRoutes.sourceImage(request, attempt, index) + "?" + WorkRoutes.OF + "=" + of,
                token,
                WorkRoutes.CLAIM_HEADER,
                claim);
    }

    public TestingEasel.Answer result(ResultReport report) {
        return easel.post(
                WorkRoutes.result(request, attempt), token, report, WorkRoutes.CLAIM_HEADER, claim);
    }

    TestingEasel.Answer failure(String reason, String message) {
        return easel.post(
                WorkRoutes.failure(request, attempt),
                token,
                Map.of("reason", reason, "message", message),
                WorkRoutes.CLAIM_HEADER,
                claim);
    }

    static ResultReport report(List<byte[]> pngs) {
        var images = new java.util.ArrayList<ResultReport.Image>();
        for (int i = 0; i < pngs.size(); i++) {
            images.add(
                    new ResultReport.Image(
                            i, sha256(pngs.get(i)), PIXELS, 42 + i, 64, 64, "a cat\nSteps: 20"));
        }
        return new ResultReport(
                new ResultReport.Composition(
                        ResultReport.Writer.LANGUAGE_MODEL,
                        "test-model:1b",
                        "1",
                        "a cat",
                        Map.of()),
                new Settings(
                        "a cat, 和風",
                        "blurry",
                        "dreamlike",
                        "abcdef0123",
                        List.of(new Lora("anime-style", new BigDecimal("0.8"))),
                        20,
                        new BigDecimal("7.0"),
                        "DPM++ 2M",
                        "Karras",
                        42,
                        64,
                        64,
                        pngs.size(),
                        null),
                images,
                new ResultReport.Renderer(
                        "Automatic1111", "v1.10.1", "{\"seed\":42,\"nul\":\"a\\u0000b\"}"),
                null,
                null,
                List.of("The sampler was changed."),
                Map.of("Rendering", 1200L));
    }

    static byte[] png(int colour) {
        try {
            var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            image.setRGB(1, 1, colour);
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
