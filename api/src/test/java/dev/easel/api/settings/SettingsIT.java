package dev.easel.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.GlobalSettings;
import dev.easel.protocol.work.ClaimRequest;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.WorkOrder;
import dev.easel.protocol.work.WorkRoutes;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SettingsIT {
    private static TestingEasel easel;
    private static Automatic1111StandIn renderer;
    private static String key;
    private static long slotToken;

    @BeforeAll
    static void start() throws IOException {
        renderer = Automatic1111StandIn.start("127.0.0.1", 0);
        easel = TestingEasel.start();
        easel.createPool("default", renderer.url().toString());
        easel.createPool("away", "http://127.0.0.1:9");
        key = easel.adminKey.value();
    }

    @AfterAll
    static void stop() {
        easel.close();
        renderer.close();
    }

    @Test
    void answersWithTheContractsFieldsAndWhatHoldsInTheEnd() {
        var guild = newGuild();
        assertThat(easel.get("/api/v1/settings?guild_id=" + guild, key).status()).isEqualTo(404);
        var put =
                put(
                        """
                        {"guild_id": "%s", "default_model": "sd_xl_base_1.0",
                         "default_lora_list": [{"name": "anime-style", "weight": 0.6}],
                         "default_prompt_suffix": "4k",
                         "default_sd_params": {"steps": 30, "cfg_scale": 5.5, "sampler": "Euler a"}}
                        """
                                .formatted(guild));
        assertThat(put.status()).isEqualTo(200);
        var json = easel.get("/api/v1/settings?guild_id=" + guild, key).json();
        assertThat(json).isEqualTo(put.json());
        assertThat(UUID.fromString(json.path("settings_id").asText())).isNotNull();
        assertThat(json.path("guild_id").asText()).isEqualTo(guild);
        assertThat(json.path("user_id").isNull()).isTrue();
        assertThat(json.path("default_model").asText()).isEqualTo("sd_xl_base_1.0");
        assertThat(json.at("/default_lora_list/0/weight").decimalValue()).isEqualTo("0.6");
        assertThat(json.path("default_prompt_suffix").asText()).isEqualTo("4k");
        assertThat(json.at("/default_sd_params/steps").asInt()).isEqualTo(30);
        assertThat(json.path("created_at").asText()).endsWith("Z");
        assertThat(json.path("unchecked")).isEmpty();
        assertThat(json.at("/effective/steps/from").asText()).isEqualTo("guild");
        assertThat(json.at("/effective/width/from").asText()).isEqualTo("installation");
        assertThat(json.at("/effective/seed/value").isNull()).isTrue();
        var users =
                "{\"guild_id\": \"%s\", \"user_id\": \"u\", \"default_sd_params\": {\"seed\": 7}}";
        var view = put(users.formatted(guild)).as(GlobalSettings.class).effective();
        assertThat(view.seed().from()).isEqualTo(Provenance.USER);
        assertThat(view.model().from()).isEqualTo(Provenance.GUILD);
        assertThat(view.imageCount().value()).isEqualTo(4);
    }

    @Test
    void holdForTheNextRequestOfKubectl() {
        var guild = newGuild();
        settle(guild, null, "\"steps\": 31, \"width\": 640, \"sampler\": \"Euler a\"");
        settle(guild, "u", "\"steps\": 32");
        var order = claim(create(guild, "u", null));
        assertThat(order.parameters().steps()).isEqualTo(new Resolved<>(32, Provenance.USER));
        assertThat(order.parameters().width()).isEqualTo(new Resolved<>(640, Provenance.GUILD));
        assertThat(order.parameters().sampler())
                .isEqualTo(new Resolved<>("Euler a", Provenance.GUILD));
        settle(guild, "u", "\"steps\": 33");
        assertThat(claim(create(guild, "u", null)).parameters().steps().value()).isEqualTo(33);
        assertThat(claim(create(guild, "v", null)).parameters().steps().value()).isEqualTo(31);
        assertThat(claim(create(newGuild(), "u", null)).parameters().steps().from())
                .isEqualTo(Provenance.INSTALLATION);
    }

    @Test
    void refuseNamesThatNobodyHasWithTheNearest() {
        var guild = newGuild();
        var refused =
                put("{\"guild_id\": \"%s\", \"default_model\": \"sd_xl_base\"}".formatted(guild));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("ModelNotFound");
        assertThat(refused.json().path("params").path("kind").asText()).isEqualTo("model");
        assertThat(refused.json().path("params").path("nearest").asText()).isNotBlank();
        assertThat(refused.json().path("detail").asText()).contains("sd_xl_base_1.0");
        assertThat(
                        put("""
                        {"guild_id": "%s", "default_lora_list": [{"name": "anime"}]}
                        """
                                        .formatted(guild))
                                .code())
                .isEqualTo("LoraNotFound");
        assertThat(settle(guild, null, "\"sampler\": \"euler a\"").status()).isEqualTo(400);
        assertThat(easel.get("/api/v1/settings?guild_id=" + guild, key).status()).isEqualTo(404);
    }

    @Test
    void catchAModelThatWasUninstalledLaterBeforeTheGpu() {
        var guild = newGuild();
        try (var database = easel.openDatabase()) {
            database.jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    "INSERT INTO settings (guild_id, default_model) VALUES (?, ?)",
                                    guild,
                                    "sd_xl_base_0.9"));
        }
        var refused =
                easel.awaitCondition(
                        create(guild, "u", null), Condition.ACCEPTED, ConditionStatus.FALSE);
        assertThat(refused.reason()).isEqualTo(Reason.MODEL_NOT_FOUND.word());
        assertThat(refused.message())
                .contains("sd_xl_base_0.9, which the guild's settings name,")
                .contains("Did you mean sd_xl_base_1.0?");
        var own =
                new Parameters(
                        null,
                        null,
                        "sd_xl_base_1.0",
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        easel.awaitCondition(create(guild, "u", own), Condition.ACCEPTED, ConditionStatus.TRUE);
    }

    @Test
    void keepEveryKeyOfWritersThatComeAtOnce() throws Exception {
        var guild = newGuild();
        var writes =
                List.of(
                        "\"steps\": 40",
                        "\"cfg_scale\": 4.5",
                        "\"seed\": 9",
                        "\"width\": 448",
                        "\"height\": 384",
                        "\"image_count\": 3",
                        "\"negative_prompt\": \"fog\"",
                        "\"sampler\": \"DDIM\"");
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    writes.stream()
                            .map(write -> executor.submit(() -> settle(guild, "u", write).status()))
                            .toList();
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        var row = easel.get("/api/v1/settings?guild_id=" + guild + "&user_id=u", key);
        assertThat(row.json().path("default_sd_params")).hasSize(writes.size());
    }

    @Test
    void areResetByKeyAndAltogether() {
        var guild = newGuild();
        var query = "?guild_id=" + guild;
        settle(guild, null, "\"steps\": 40, \"width\": 768");
        var reset = delete("/api/v1/settings/steps" + query, key).as(GlobalSettings.class);
        assertThat(reset.effective().steps().from()).isEqualTo(Provenance.INSTALLATION);
        assertThat(reset.effective().width().value()).isEqualTo(768);
        assertThat(delete("/api/v1/settings/stepz" + query, key).json().path("detail").asText())
                .contains("prompt_suffix");
        var all = delete("/api/v1/settings" + query, key).as(GlobalSettings.class);
        assertThat(all.settingsId()).isNull();
        assertThat(all.effective().width().value()).isEqualTo(512);
        assertThat(easel.get("/api/v1/settings" + query, key).status()).isEqualTo(404);
        assertThat(easel.get("/api/v1/settings/effective" + query, key).status()).isEqualTo(200);
        assertThat(delete("/api/v1/settings/steps" + query, key).status()).isEqualTo(200);
    }

    @Test
    void neverMakeARequestTooLarge() {
        var guild = newGuild();
        var refused = settle(guild, null, "\"width\": 2048, \"height\": 2048");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText())
                .contains("2048 x 2048 x 4")
                .contains("set image_count to 2 in the same call");
        assertThat(
                        settle(guild, null, "\"width\": 2048, \"height\": 2048, \"image_count\": 2")
                                .status())
                .isEqualTo(200);
        assertThat(settle(guild, "u", "\"image_count\": 3").status()).isEqualTo(400);
        var eight =
                new Parameters(
                        null, null, null, List.of(), null, null, null, null, null, null, null, 8);
        var denied =
                easel.awaitCondition(
                        create(guild, "u", eight), Condition.ACCEPTED, ConditionStatus.FALSE);
        assertThat(denied.reason()).isEqualTo(Reason.POLICY_DENIED.word());
        delete("/api/v1/settings/image_count?guild_id=" + guild, key);
        assertThat(claim(create(guild, "u", null)).parameters().imageCount().value()).isEqualTo(2);
    }

    @Test
    void needTheirScopeAndStayInTheirGuild() {
        var guild = newGuild();
        settle(guild, null, "\"steps\": 40");
        var body = "{\"guild_id\": \"" + guild + "\", \"default_model\": null}";
        var reader = easel.key(Set.of(Scope.READ), guild);
        assertThat(easel.get("/api/v1/settings?guild_id=" + guild, reader).status()).isEqualTo(200);
        assertThat(send(body, reader).status()).isEqualTo(403);
        var stranger = easel.key(Set.of(Scope.READ, Scope.SETTINGS), newGuild());
        assertThat(easel.get("/api/v1/settings?guild_id=" + guild, stranger).status())
                .isEqualTo(404);
        assertThat(send(body, stranger).status()).isEqualTo(403);
        assertThat(delete("/api/v1/settings?guild_id=" + guild, stranger).status()).isEqualTo(403);
        assertThat(easel.get("/api/v1/settings", key).status()).isEqualTo(400);
    }

    @Test
    void sayWhatNobodyCouldCheck() {
        renderer.goOffline();
        try {
            easel.stopApi();
            easel.startApi();
            var guild = newGuild();
            var put =
                    put(
                            """
                            {"guild_id": "%s", "default_model": "anything",
                             "default_sd_params": {"sampler": "X", "steps": 5}}
                            """
                                    .formatted(guild));
            assertThat(put.status()).isEqualTo(200);
            assertThat(put.as(GlobalSettings.class).unchecked())
                    .containsExactly("default_model", "default_sd_params.sampler");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            renderer.goOnline();
            restart();
        }
    }

    @Test
    void canBeSetWhileSomebodyElseResetsThem() throws Exception {
        var guild = newGuild();
        var statuses = java.util.concurrent.ConcurrentHashMap.<Integer>newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 150; i++) {
                threads.submit(() -> statuses.add(settle(guild, null, "\"steps\": 9").status()));
                threads.submit(() ->
                        statuses.add(delete("/api/v1/settings?guild_id=" + guild, key).status()));
            }
        }
        assertThat(statuses).containsExactly(200);
    }

    @Test
    void keepTheWeightsOfLoras() {
        var guild = newGuild();
        put(
                """
                {"guild_id": "%s", "default_lora_list": [{"name": "neon-city", "weight": -0.25}]}
                """
                        .formatted(guild));
        var loras = claim(create(guild, "u", null)).parameters().loras();
        assertThat(loras)
                .isEqualTo(
                        new Resolved<>(
                                List.of(new Lora("neon-city", new BigDecimal("-0.25"))),
                                Provenance.GUILD));
    }

    private static void restart() {
        easel.stopApi();
        try {
            easel.startApi();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String newGuild() {
        return "g" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static TestingEasel.Answer settle(
            String guild, @Nullable String user, String parameters) {
        return put(
                "{\"guild_id\": \"%s\", \"user_id\": %s, \"default_sd_params\": {%s}}"
                        .formatted(guild, user == null ? "null" : "\"" + user + "\"", parameters));
    }

    private static TestingEasel.Answer put(String body) {
        return send(body, key);
    }

    private static TestingEasel.Answer send(String body, String credential) {
        return easel.put(
                "/api/v1/settings",
                credential,
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static TestingEasel.Answer delete(String path, String credential) {
        return easel.delete(path, credential);
    }

    private static UUID create(String guild, String user, @Nullable Parameters parameters) {
        var spec =
                new GenerationRequestSpec(
                        "a red fox",
                        Action.GENERATE,
                        null,
                        parameters,
                        Research.DISABLED,
                        null,
                        new Requester(RequestSource.KUBECTL, guild, user, null),
                        null,
                        new PoolRef("default"),
                        0,
                        DesiredState.ACTIVE,
                        GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                        null);
        var name = "settings-" + UUID.randomUUID();
        return UUID.fromString(easel.create(name, spec).getMetadata().getUid());
    }

    private static synchronized WorkOrder claim(UUID request) {
        easel.awaitCondition(request, Condition.ACCEPTED, ConditionStatus.TRUE);
        var token = ++slotToken;
        var pod = easel.admit(request, 1, token);
        return easel.post(
                        WorkRoutes.claim(request, 1),
                        easel.token("easel-generator", pod),
                        new ClaimRequest(token))
                .as(WorkOrder.class);
    }
}
