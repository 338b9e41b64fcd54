package dev.easel.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.protocol.work.WorkOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks for pictures and makes them, one generator after another in the one slot of the pool. */
public final class TestingGenerators {
    private final TestingEasel easel;
    private long token;

    public TestingGenerators(TestingEasel easel) {
        this.easel = easel;
    }

    /** What a client asks for; the guild is g1 unless it says another. */
    public record Ask(
            String action, String thread, @Nullable UUID source, @Nullable Integer image) {
        public static Ask generate(String thread) {
            return new Ask("Generate", thread, null, null);
        }

        public static Ask refine(String thread) {
            return new Ask("Refine", thread, null, null);
        }

        public Ask from(UUID request) {
            return new Ask(action, thread, request, image);
        }

        public Ask image(int index) {
            return new Ask(action, thread, source, index);
        }

        public Map<String, Object> body() {
            var body = new HashMap<String, Object>();
            body.put("guild_id", "g1");
            body.put("user_id", "u1");
            body.put("thread_id", thread);
            body.put("instruction", action + " it");
            body.put("action", action);
            if (source != null) {
                body.put(
                        "source",
                        image == null
                                ? Map.of("request_id", source)
                                : Map.of("request_id", source, "image_index", image));
            }
            return body;
        }
    }

    public UUID ask(Ask ask) {
        return ask(ask.body());
    }

    public UUID ask(Map<String, Object> body) {
        var answer = easel.post("/api/v1/generate", easel.adminKey.value(), body);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
        return answer.requestId();
    }

    /** A generator that holds the slot and has a result for it under way. */
    public record Working(GeneratorDouble generator, WorkOrder order) {}

    /** A generator of the attempt in the slot, before its claim. */
    GeneratorDouble admit(UUID request, int attempt) {
        var pod = easel.admit(request, attempt, ++token);
        return new GeneratorDouble(easel, easel.token("easel-generator", pod), request, attempt);
    }

    TestingEasel.Answer claim(GeneratorDouble generator) {
        return generator.claim(token);
    }

    public Working work(UUID request) {
        var generator = admit(request, 1);
        var claimed = claim(generator);
        assertThat(claimed.status()).as(claimed.json().toString()).isEqualTo(200);
        return new Working(generator, claimed.as(WorkOrder.class));
    }

    /** Leaves it claimed and without a result. */
    public WorkOrder begin(UUID request) {
        return work(request).order();
    }

    /** Leaves a result with so many images. */
    public WorkOrder make(UUID request, int imageCount) {
        var working = work(request);
        finish(working, imageCount);
        return working.order();
    }

    void finish(Working working, int imageCount) {
        var pngs =
                IntStream.range(0, imageCount).mapToObj(i -> GeneratorDouble.png(i + 1)).toList();
        for (int i = 0; i < imageCount; i++) {
            assertThat(working.generator().upload(i, pngs.get(i)).status()).isEqualTo(200);
        }
        assertThat(working.generator().result(GeneratorDouble.report(pngs)).status())
                .isEqualTo(200);
    }

    /** Asks and makes. */
    public UUID made(Ask ask) {
        var request = ask(ask);
        make(request, 1);
        return request;
    }
}
