package dev.easel.api.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GenerationIT {
    private static TestingEasel easel;
    private static Automatic1111StandIn renderer;
    private static String key;

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
    void makesAResourceThatIsAcceptedAtOnce() {
        var answer = generate(body());
        assertThat(answer.status()).isEqualTo(202);
        var id = answer.requestId();
        var resource = easel.request(id);
        assertThat(resource.getSpec().instruction()).isEqualTo("a cat in the rain");
        assertThat(resource.getSpec().requester())
                .extracting(r -> r.tenant(), r -> r.userID())
                .containsExactly("g1", "u1");
        var accepted = easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        assertThat(accepted.reason()).isEqualTo(Reason.VALID.word());
        assertThat(easel.status(id).condition(Condition.RESULT_STORED).orElseThrow().reason())
                .isEqualTo(Reason.NOT_FINISHED.word());
        var detail = detail(id);
        assertThat(detail.status()).isEqualTo(RequestStatus.PENDING);
        assertThat(detail.originalInstruction()).isEqualTo("a cat in the rain");
        assertThat(detail.progress().queue()).isNotNull();
    }

    @Test
    void answersWithTheFieldsAndTypesOfTheContract() throws IOException {
        var contract = Json.mapper().readTree(resource("/api-contract.json"));
        var answer = generate(body());
        conforms(answer.json(), schema(contract, "GenerationRequestResponse"), contract);
        conforms(
                easel.get("/api/v1/requests/" + answer.requestId(), key).json(),
                schema(contract, "GenerationRequestDetail"),
                contract);
        conforms(generate(Map.of()).json(), schema(contract, "ErrorResponse"), contract);
        var health = easel.get("/api/v1/health", "");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().path("status").asText()).isEqualTo("ok");
        assertThat(health.json().path("timestamp").asText()).endsWith("Z");
    }

    @Test
    void makesOneRequestOfARepeatedKey() {
        var idempotency = UUID.randomUUID().toString();
        var first = generate(body(), "Idempotency-Key", idempotency);
        var again = generate(body(), "Idempotency-Key", idempotency);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.requestId()).isEqualTo(first.requestId());
        var other = body();
        other.put("instruction", "a dog");
        var refused = generate(other, "Idempotency-Key", idempotency);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("IdempotencyKeyReused");
        var otherCaller = easel.key(Set.of(Scope.GENERATE), null);
        assertThat(
                        easel.post(
                                        "/api/v1/generate",
                                        otherCaller,
                                        body(),
                                        "Idempotency-Key",
                                        idempotency)
                                .requestId())
                .isNotEqualTo(first.requestId());
    }

    @Test
    void makesOneRequestOfARepeatedKeyAlsoWhenTheResourceHasGone() {
        var idempotency = UUID.randomUUID().toString();
        var first = generate(body(), "Idempotency-Key", idempotency).requestId();
        easel.admin.resource(easel.request(first)).delete();
        TestingEasel.await().until(() -> detail(first).status() == RequestStatus.FAILED);
        assertThat(detail(first).reason()).isEqualTo(Reason.CANCELLED.word());
        assertThat(generate(body(), "Idempotency-Key", idempotency).requestId()).isEqualTo(first);
    }

    @Test
    void takesARequestThatTheCacheLacksForGoneOnlyIfTheServerSaysSo() {
        var id = apply("lagging", Map.of(), "default");
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        try (var database = easel.openDatabase();
                var resources = new Resources(easel.admin, easel.namespace)) {
            var requests = new Requests(database.jdbi());
            Mirror.goneUnlessThere(requests, resources, id);
            assertThat(requests.find(id).orElseThrow().goneAt()).isNull();
            easel.admin.resource(easel.request(id)).delete();
            Mirror.goneUnlessThere(requests, resources, id);
            assertThat(requests.find(id).orElseThrow().goneAt()).isNotNull();
        }
    }

    @Test
    void cancelsNoOtherResourceThatHasTakenTheName() {
        var id = apply("taken", Map.of(), "default");
        try (var resources = new Resources(easel.admin, easel.namespace)) {
            assertThatThrownBy(() -> resources.cancel("taken", UUID.randomUUID()))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isIn(409, 422));
            assertThat(easel.request(id).getSpec().desiredState()).isEqualTo(DesiredState.ACTIVE);
            resources.cancel("taken", id);
            assertThat(easel.request(id).getSpec().desiredState())
                    .isEqualTo(DesiredState.CANCELLED);
        }
    }

    @Test
    void deletesAResourceThatIsWrittenToMeanwhile() {
        var id = apply("written", Map.of(), "default");
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        var writes = new AtomicInteger();
        var meanwhile =
                new Interceptor() {
                    @Override
                    public void before(
                            BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        if (request.method().equals("DELETE") && writes.getAndIncrement() == 0) {
                            easel.conclude(id, ConditionStatus.FALSE, Reason.CANCELLED, "no");
                        }
                    }
                };
        try (var client =
                        new KubernetesClientBuilder()
                                .withConfig(easel.admin.getConfiguration())
                                .withHttpClientBuilderConsumer(
                                        http -> http.addOrReplaceInterceptor("write", meanwhile))
                                .build();
                var resources = new Resources(client, easel.namespace)) {
            resources.delete("written", id);
            assertThat(resources.isThere("written", id)).isFalse();
        }
        assertThat(writes.get()).isEqualTo(2);
    }

    @Test
    void isAliveWhileItsThreadsAndWatchesRun() throws IOException, InterruptedException {
        assertThat(easel.opsStatus("/health/live")).isEqualTo(200);
    }

    @Test
    void takesANewResourceUnderAnOldNameAsARequestOfItsOwn() {
        var first = apply("again", Map.of(), "default");
        easel.awaitCondition(first, Condition.ACCEPTED, ConditionStatus.TRUE);
        easel.admin.resource(easel.request(first)).delete();
        var second = apply("again", Map.of(), "default");
        assertThat(second).isNotEqualTo(first);
        easel.awaitCondition(second, Condition.ACCEPTED, ConditionStatus.TRUE);
        TestingEasel.await().until(() -> detail(first).status() == RequestStatus.FAILED);
        assertThat(detail(second).status()).isEqualTo(RequestStatus.PENDING);
    }

    @Test
    void refusesInputsBeyondTheirBoundsWithTheFieldAndAWayOut() {
        for (var instruction : List.of("", "   ", "x".repeat(2001))) {
            var input = body();
            input.put("instruction", instruction);
            var refused = generate(input);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).isEqualTo("instruction");
        }
        for (var width : List.of(63, 65, 4096)) {
            var input = body();
            input.put("parameters", Map.of("width", width));
            var refused = generate(input);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).isEqualTo("parameters.width");
            assertThat(refused.json().path("detail").asText()).contains("nearest");
        }
        var misspelt = body();
        misspelt.put("parameters", Map.of("stepz", 30));
        assertThat(generate(misspelt).code()).isEqualTo("FieldUnknown");
        assertThat(generate(misspelt).json().path("field").asText()).isEqualTo("parameters.stepz");
        var number = body();
        number.put("guild_id", 123);
        assertThat(generate(number).json().path("detail").asText()).contains("guild_id");
        assertThat(generateText("{\"guild_id\": ").status()).isEqualTo(400);
        assertThat(generateText("[1, 2]").status()).isEqualTo(400);
        assertThat(generateText("null").status()).isEqualTo(400);
        assertThat(generateText("").status()).isEqualTo(400);
        assertThat(generateText("\"x\"" + " ".repeat(70_000)).status()).isEqualTo(413);
    }

    @Test
    void answersProblemDocumentsWhereTheClientTakesThem() {
        var refused = generate(Map.of(), "Accept", "application/problem+json");
        assertThat(refused.response().headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(refused.json().path("status").asInt()).isEqualTo(400);
        assertThat(refused.json().path("type").asText())
                .isEqualTo("urn:easel:problem:FieldRequired");
        assertThat(refused.json().path("error").asText()).isNotBlank();
        assertThat(refused.json().path("params").path("bound_max").asText()).isEqualTo("64");
    }

    @Test
    void refusesAModelThatIsNotInstalledFromAnyDoor() {
        var input = body();
        input.put("parameters", Map.of("loras", List.of(Map.of("name", "anime-stile"))));
        var id = generate(input).requestId();
        var refused = easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.FALSE);
        assertThat(refused.reason()).isEqualTo(Reason.LORA_NOT_FOUND.word());
        assertThat(refused.message()).contains("anime-style");
        assertThat(detail(id).status()).isEqualTo(RequestStatus.FAILED);
        assertThat(detail(id).errorMessage()).contains("anime-style");
        assertThat(easel.status(id).refusal())
                .containsEntry("name", "anime-stile")
                .hasEntrySatisfying(
                        "nearest", nearest -> assertThat(nearest.lines()).startsWith("anime-style"))
                .isEqualTo(detail(id).progress().params());

        var applied = apply("by-kubectl", Map.of("model", "no-such-model"), "default");
        assertThat(
                        easel.awaitCondition(applied, Condition.ACCEPTED, ConditionStatus.FALSE)
                                .reason())
                .isEqualTo(Reason.MODEL_NOT_FOUND.word());
        var sampler = apply("sampler", Map.of("sampler", "DPM++ 2N"), "default");
        assertThat(
                        easel.awaitCondition(sampler, Condition.ACCEPTED, ConditionStatus.FALSE)
                                .message())
                .contains("DPM++ 2M");
    }

    @Test
    void leavesTheCheckToTheGeneratorWhileTheBackEndIsAway() {
        var id = apply("unchecked", Map.of("model", "whatever"), "away");
        assertThat(easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE).reason())
                .isEqualTo(Reason.UNCHECKED.word());
    }

    @Test
    void refusesAPoolThatDoesNotExistAndNamesThoseThatDo() {
        var id = apply("lost", Map.of(), "nowhere");
        var refused = easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.FALSE);
        assertThat(refused.reason()).isEqualTo(Reason.POOL_NOT_FOUND.word());
        assertThat(refused.message()).contains("nowhere").contains("away, default");
    }

    @Test
    void showsNothingToAnotherTenantAndNothingBeyondAKeysScopes() {
        var id = generate(body()).requestId();
        var foreign = easel.key(Set.of(Scope.READ, Scope.GENERATE), "g2");
        for (var path : List.of("", "/images/0", "/events")) {
            assertThat(easel.get("/api/v1/requests/" + id + path, foreign).status()).isEqualTo(404);
        }
        assertThat(easel.post("/api/v1/requests/" + id + "/cancel", foreign, "").status())
                .isEqualTo(404);
        assertThat(easel.post("/api/v1/generate", foreign, body()).status()).isEqualTo(403);
        assertThat(easel.get("/api/v1/queue", foreign).json().path("requests")).isEmpty();
        var own = easel.key(Set.of(Scope.READ), "g1");
        assertThat(easel.get("/api/v1/requests/" + id, own).status()).isEqualTo(200);
        assertThat(easel.post("/api/v1/generate", own, body()).status()).isEqualTo(403);
    }

    @Test
    void letsNobodyInWithoutCredentials() {
        assertThat(easel.get("/api/v1/requests/" + UUID.randomUUID(), "").status()).isEqualTo(401);
        assertThat(easel.get("/api/v1/nothing", "").status()).isEqualTo(401);
        assertThat(easel.get("/api/v1/nothing", key).status()).isEqualTo(404);
        assertThat(easel.get("/api/v1/queue", key + "x").status()).isEqualTo(401);
        assertThat(easel.get("/api/v1/queue", "easel_x").status()).isEqualTo(401);
        assertThat(easel.get("/api/v1/requests/not-a-uuid", key).status()).isEqualTo(404);
        assertThat(easel.get("/api/v1/requests/" + UUID.randomUUID(), key).status()).isEqualTo(404);
        assertThat(
                        easel.get("/api/v1/queue", easel.token("easel-bot", List.of("easel-api")))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void showsTheQueueWithPositionAndExplanation() {
        var id = generate(body()).requestId();
        TestingEasel.await()
                .untilAsserted(() -> {
                    var queue = easel.get("/api/v1/queue", key).json();
                    assertThat(queue.path("pools").findValuesAsText("name")).contains("default");
                    var own =
                            StreamSupport.stream(queue.path("requests").spliterator(), false)
                                    .filter(r ->
                                            r.path("request_id").asText().equals(id.toString()))
                                    .findFirst()
                                    .orElseThrow();
                    assertThat(own.path("queue").path("position").asInt()).isPositive();
                    assertThat(own.path("queue").path("explanation").asText()).contains(" of ");
                });
    }

    @Test
    void streamsProgressUntilTheEnd() throws IOException, InterruptedException {
        var id = generate(body()).requestId();
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        var response =
                easel.http()
                        .send(
                                easel.builder("/api/v1/requests/" + id + "/events", key)
                                        .GET()
                                        .build(),
                                HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        var lines = response.body().iterator();
        assertThat(next(lines, "event:")).contains("progress");
        assertThat(next(lines, "data:")).contains("\"status\":\"pending\"");
        easel.conclude(id, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "the renderer burnt");
        var events =
                Stream.generate(() -> next(lines, "event:"))
                        .takeWhile(e -> !e.contains("end"))
                        .collect(Collectors.toList());
        assertThat(events).allMatch(e -> e.contains("progress"));
        assertThat(next(lines, "data:"))
                .contains("\"status\":\"failed\"")
                .contains("GenerationFailed")
                .contains("the renderer burnt");
        assertThat(easel.post("/api/v1/requests/" + id + "/cancel", key, "").code())
                .isEqualTo("AlreadyFinished");
    }

    private static String next(java.util.Iterator<String> lines, String prefix) {
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.startsWith(prefix)) {
                return line;
            }
        }
        throw new AssertionError("the stream ended before " + prefix);
    }

    /**
     * Every field of the answer that the contract knows has the contract's type, and none lacks.
     */
    private static void conforms(JsonNode value, JsonNode schema, JsonNode contract) {
        var resolved = resolve(schema, contract);
        for (var property : resolved.path("properties").properties()) {
            var field = value.path(property.getKey());
            var type = resolve(property.getValue(), contract);
            if (property.getKey().equals("detail") || !field.isMissingNode()) {
                typed(property.getKey(), field, type, contract);
            } else {
                throw new AssertionError("the answer lacks " + property.getKey());
            }
        }
    }

    private static void typed(String name, JsonNode field, JsonNode type, JsonNode contract) {
        if (field.isNull()) {
            assertThat(Set.of("error_message", "metadata")).contains(name);
            return;
        }
        switch (type.path("type").asText()) {
            case "string" -> assertThat(field.isTextual()).as(name).isTrue();
            case "integer" -> assertThat(field.isIntegralNumber()).as(name).isTrue();
            case "number" -> assertThat(field.isNumber()).as(name).isTrue();
            case "array" -> field.forEach(item -> conforms(item, type.path("items"), contract));
            case "object" -> conforms(field, type, contract);
            default -> throw new AssertionError("the contract has an unknown type of " + name);
        }
        if (type.has("enum")) {
            assertThat(type.path("enum").toString()).contains(field.asText());
        }
    }

    private static JsonNode schema(JsonNode contract, String name) {
        return contract.path("components").path("schemas").path(name);
    }

    private static JsonNode resolve(JsonNode schema, JsonNode contract) {
        var reference = schema.path("$ref").asText();
        return reference.isEmpty()
                ? schema
                : schema(contract, reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static byte[] resource(String name) throws IOException {
        try (var stream = GenerationIT.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("no " + name);
            }
            return stream.readAllBytes();
        }
    }

    private static Map<String, Object> body() {
        var body = new HashMap<String, Object>();
        body.put("guild_id", "g1");
        body.put("user_id", "u1");
        body.put("thread_id", "t1");
        body.put("instruction", "a cat in the rain");
        body.put("unknown_field", 1);
        return body;
    }

    private static TestingEasel.Answer generate(Map<String, Object> body, String... headers) {
        return easel.post("/api/v1/generate", key, body, headers);
    }

    private static TestingEasel.Answer generateText(String body) {
        return easel.post("/api/v1/generate", key, body);
    }

    private static UUID apply(String name, Map<String, Object> parameters, String pool) {
        var resource =
                Json.mapper()
                        .convertValue(
                                Map.of(
                                        "apiVersion",
                                        "easel.dev/v1alpha1",
                                        "kind",
                                        "GenerationRequest",
                                        "metadata",
                                        Map.of("name", name, "namespace", easel.namespace),
                                        "spec",
                                        Map.of(
                                                "instruction",
                                                "a cat",
                                                "parameters",
                                                parameters,
                                                "poolRef",
                                                Map.of("name", pool))),
                                GenerationRequest.class);
        return UUID.fromString(easel.admin.resource(resource).create().getMetadata().getUid());
    }

    private static RequestDetail detail(UUID id) {
        return easel.get("/api/v1/requests/" + id, key).as(RequestDetail.class);
    }
}
