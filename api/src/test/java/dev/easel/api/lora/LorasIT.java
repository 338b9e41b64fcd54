package dev.easel.api.lora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.client.LoraList;
import dev.easel.protocol.work.ClaimRequest;
import dev.easel.protocol.work.LoraEntry;
import dev.easel.protocol.work.WorkOrder;
import dev.easel.protocol.work.WorkRoutes;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LorasIT {
    @TempDir private static Path directory;
    private static TestingEasel easel;
    private static Automatic1111StandIn renderer;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        renderer = Automatic1111StandIn.start("127.0.0.1", 0);
        var metadata = new HashMap<>(TestingLoraFiles.kohya("ukiyo-e"));
        metadata.put("modelspec.trigger_phrase", "ukiyo-e style");
        TestingLoraFiles.write(directory.resolve("styles/ukiyo-e.safetensors"), metadata, 64, 1);
        Files.writeString(
                directory.resolve("styles/ukiyo-e.json"),
                "{\"description\": \"木版画の浮世絵\", \"preferred weight\": 0.9}");
        TestingLoraFiles.write(
                directory.resolve("not-in-the-back-end.safetensors"),
                TestingLoraFiles.kohya("other"),
                64,
                2);
        easel = TestingEasel.start(directory);
        easel.createPool("default", renderer.url().toString());
        key = easel.adminKey.value();
        TestingEasel.await()
                .until(() -> {
                    var answer = easel.get("/api/v1/loras?q=ukiyo-e", key).json();
                    return !answer.at("/loras/0/file_hash").isMissingNode()
                            && answer.at("/loras/0/file_hash").isTextual()
                            && answer.at("/loras/0/available").isBoolean();
                });
    }

    @AfterAll
    static void stop() {
        easel.close();
        renderer.close();
    }

    @Test
    void areListedWithTheContractsFieldsAndWhatIsKnownBesides() {
        var lora = one("?q=ukiyo-e");
        assertThat(UUID.fromString(lora.path("lora_id").asText())).isNotNull();
        assertThat(lora.path("name").asText()).isEqualTo("ukiyo-e");
        assertThat(lora.path("file_path").asText()).isEqualTo("styles/ukiyo-e.safetensors");
        assertThat(lora.path("description").asText()).isEqualTo("木版画の浮世絵");
        assertThat(lora.path("tags")).hasSize(2);
        assertThat(lora.path("file_hash").asText()).hasSize(64);
        assertThat(lora.path("downloaded_at").asText()).endsWith("Z");
        assertThat(lora.path("created_at").asText()).endsWith("Z");
        assertThat(lora.at("/trigger_words/0").asText()).isEqualTo("ukiyo-e style");
        assertThat(lora.path("family").asText()).isEqualTo("sd1");
        assertThat(lora.path("weight").decimalValue()).isEqualByComparingTo("0.9");
        assertThat(lora.path("available").asBoolean()).isTrue();
        assertThat(lora.path("fits").isNull()).isTrue();
    }

    @Test
    void tellWhatTheBackEndLacksAndWhatOnlyItHas() {
        assertThat(one("?q=not-in-the").path("available").asBoolean()).isFalse();
        var backEnds = one("?q=film-grain");
        assertThat(backEnds.path("available").asBoolean()).isTrue();
        assertThat(backEnds.path("file_path").asText()).isEqualTo("film-grain-xl.safetensors");
        assertThat(backEnds.path("family").asText()).isEqualTo("sdxl");
        assertThat(backEnds.path("trigger_words")).isNotEmpty();
        assertThat(backEnds.has("created_at")).isFalse();
        var all = easel.get("/api/v1/loras", key).as(LoraList.class);
        assertThat(all.total()).isEqualTo(6);
        assertThat(all.nextCursor()).isNull();
    }

    @Test
    void areFoundInJapaneseAndByOtherWidths() {
        assertThat(one("?q=" + encoded("木版画")).path("name").asText()).isEqualTo("ukiyo-e");
        assertThat(one("?q=" + encoded("ＵＫＩＹＯ 浮世絵")).path("name").asText()).isEqualTo("ukiyo-e");
        assertThat(easel.get("/api/v1/loras?q=nothing-like-it", key).json().path("loras"))
                .isEmpty();
    }

    @Test
    void sayWhetherTheyFitTheModel() {
        assertThat(one("?q=film-grain&model=sd_xl_base_1.0").path("fits").asBoolean()).isTrue();
        assertThat(one("?q=ukiyo-e&model=sd_xl_base_1.0").path("fits").asBoolean()).isFalse();
    }

    @Test
    void comePageByPage() {
        var names = new java.util.ArrayList<String>();
        var path = "/api/v1/loras?limit=4";
        var next = path;
        for (int page = 0; page < 3 && next != null; page++) {
            var answer = easel.get(next, key).as(LoraList.class);
            answer.loras().forEach(lora -> names.add(lora.name()));
            next = answer.nextCursor() == null ? null : path + "&cursor=" + answer.nextCursor();
        }
        assertThat(names).hasSize(6).isSorted().doesNotHaveDuplicates();
        assertThat(easel.get("/api/v1/loras?limit=0", key).status()).isEqualTo(400);
        assertThat(easel.get("/api/v1/loras?cursor=%25", key).status()).isEqualTo(400);
    }

    @Test
    void areScannedOnDemandByAdministratorsOnly() throws IOException {
        var reader = easel.key(Set.of(Scope.READ), null);
        assertThat(easel.post("/api/v1/loras/scan", reader, "{}").status()).isEqualTo(403);
        TestingLoraFiles.write(
                directory.resolve("neon-city.safetensors"),
                TestingLoraFiles.kohya("neon-city"),
                64,
                3);
        assertThat(one("?q=neon-city").path("file_hash").isNull()).isTrue();
        assertThat(easel.post("/api/v1/loras/scan", key, "{}").status()).isEqualTo(202);
        TestingEasel.await().until(() -> one("?q=neon-city").path("file_hash").isTextual());
        var scan = easel.get("/api/v1/loras", key).as(LoraList.class).scan();
        assertThat(Objects.requireNonNull(scan).files()).isEqualTo(3);
    }

    @Test
    void areToldToTheGeneratorThatClaims() {
        var id =
                easel.post(
                                "/api/v1/generate",
                                key,
                                Map.of(
                                        "guild_id", "g",
                                        "user_id", "u",
                                        "thread_id", "t",
                                        "instruction", "浮世絵の富士山"))
                        .requestId();
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        var pod = easel.admit(id, 1, 1);
        var order =
                easel.post(
                                WorkRoutes.claim(id, 1),
                                easel.token("easel-generator", pod),
                                new ClaimRequest(1))
                        .as(WorkOrder.class);
        assertThat(order.loras())
                .extracting(LoraEntry::name)
                .containsExactlyInAnyOrder(
                        "anime-style", "film-grain-xl", "neon-city", "ukiyo-e", "watercolor-wash");
        var first = order.loras().get(0);
        assertThat(first.name()).isEqualTo("ukiyo-e");
        assertThat(first.description()).isEqualTo("木版画の浮世絵");
        assertThat(first.triggers()).containsExactly("ukiyo-e style");
        assertThat(first.family()).isEqualTo(ModelFamily.SD1);
        assertThat(first.weight()).isEqualByComparingTo("0.9");
    }

    private static JsonNode one(String query) {
        var loras = easel.get("/api/v1/loras" + query, key).json().path("loras");
        assertThat(loras).hasSize(1);
        return loras.get(0);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
