package dev.easel.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.auth.Scope;
import dev.easel.api.http.LimitsConfig;
import dev.easel.api.image.ImageStoreConfig;
import dev.easel.api.image.OriginalLinks;
import dev.easel.api.openapi.Description;
import dev.easel.api.research.ResearchConfig;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Memory;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Json;
import dev.easel.sandbox.cluster.TestControlPlane;
import dev.easel.sandbox.postgres.Postgres;
import dev.easel.sandbox.postgres.TestPostgres;
import dev.easel.service.Secret;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The API on a real API server and a real database, under its own service account and rights, in a
 * namespace of its own; the parts of operator and kubelet are played by hand.
 */
public final class TestingEasel implements AutoCloseable {
    /** The rights that the process needs; the chart grants the same. */
    static final List<PolicyRule> RULES =
            List.of(
                    rule(
                            "easel.dev",
                            "generationrequests",
                            "get",
                            "list",
                            "watch",
                            "create",
                            "patch",
                            "delete"),
                    rule("easel.dev", "generationrequests/status", "get", "patch"),
                    rule("easel.dev", "generationpools", "get", "list", "watch"),
                    rule("", "pods", "get"));

    /** So many that no test meets them that does not set its own. */
    public static final LimitsConfig NO_LIMITS =
            new LimitsConfig(
                    List.of(), 6000, 100_000, 100_000, 6000, 10_000, Duration.ofSeconds(30));

    public final String namespace = "api-" + UUID.randomUUID().toString().substring(0, 8);
    public final KubernetesClient admin;
    private final TestControlPlane plane = TestControlPlane.shared();
    private final Postgres.Access database = TestPostgres.shared().database();

    /** Of requests that were found by their id: a list of all takes long where there are many. */
    private final Map<UUID, String> names = new ConcurrentHashMap<>();

    private final Path images;
    private ImageStoreConfig store;
    private final HttpClient http = HttpClient.newHttpClient();
    private ResearchConfig research = ResearchConfig.OFF;
    private LimitsConfig limits = NO_LIMITS;
    private @Nullable URI publicUrl;
    private OriginalLinks.Config links = OriginalLinks.Config.OFF;
    private @Nullable Path loras;
    private @Nullable Api api;
    private @Nullable KubernetesClient client;
    private final KubernetesClient operator;
    public final Secret adminKey =
            new Secret("easel_bootstrap1_" + "a1B2c3D4e5F6a1B2c3D4e5F6a1B2c3D4");

    private TestingEasel() throws IOException {
        plane.applyCustomResourceDefinitions();
        admin = plane.client();
        images = Files.createTempDirectory("easel-images-");
        store = new ImageStoreConfig.Directory(images);
        admin.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
        for (var account :
                List.of(
                        "easel-operator",
                        "easel-api",
                        "easel-bot",
                        "easel-generator",
                        "stranger")) {
            admin.resource(
                            new ServiceAccountBuilder()
                                    .withNewMetadata()
                                    .withName(account)
                                    .withNamespace(namespace)
                                    .endMetadata()
                                    .build())
                    .create();
        }
        grantTokenReviews();
        grant("easel-api", RULES);
        grant(
                "easel-operator",
                List.of(
                        rule("easel.dev", "generationrequests/status", "get", "patch"),
                        rule("easel.dev", "generationpools/status", "get", "update")));
        operator = plane.clientFor(namespace, "easel-operator");
    }

    public static TestingEasel start() throws IOException {
        return start(null);
    }

    /** With a directory of LoRA files, if there is one. */
    public static TestingEasel start(@Nullable Path loras) throws IOException {
        var easel = new TestingEasel();
        easel.loras = loras;
        easel.startApi();
        return easel;
    }

    /** For the next start. */
    public void setResearch(ResearchConfig config) {
        research = config;
    }

    /** For the next start. */
    public void setLimits(LimitsConfig config) {
        limits = config;
    }

    /** For the next start. */
    public void setStore(ImageStoreConfig config) {
        store = config;
    }

    /** For the next start. */
    public void setLinks(OriginalLinks.Config config) {
        links = config;
    }

    /** For the next start. */
    public void setPublicUrl(URI url) {
        publicUrl = url;
    }

    public void startApi() throws IOException {
        client = plane.clientFor(namespace, "easel-api");
        api = Api.start(config(), client, Clock.systemUTC());
        await().until(() -> opsStatus("/health/ready") == 200);
    }

    public void stopApi() {
        if (api != null) {
            api.close();
            api = null;
        }
        if (client != null) {
            client.close();
            client = null;
        }
    }

    public Api api() {
        if (api == null) {
            throw new IllegalStateException("the API is stopped");
        }
        return api;
    }

    /** The API's own database, beside it. */
    public Database openDatabase() {
        return Database.open(config().database());
    }

    private ApiConfig config() {
        return new ApiConfig(
                namespace,
                0,
                0,
                new ApiConfig.Database(
                        database.jdbcUrl(), database.user(), new Secret(database.password())),
                store,
                adminKey,
                "default",
                ApiConfig.SERVICE_ACCOUNTS_DEFAULT,
                new ApiConfig.Installation(512, 512, 4, 20, new BigDecimal("7.0"), "test-model:1b"),
                research,
                new ApiConfig.Loras(loras, Duration.ofMinutes(10), 1L << 40),
                limits,
                publicUrl,
                ApiConfig.Retention.DEFAULT,
                links);
    }

    public Path images() {
        return images;
    }

    private void grant(String account, List<PolicyRule> rules) {
        var role =
                new RoleBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withRules(rules)
                        .build();
        admin.resource(role).serverSideApply();
        admin.resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withName(account)
                                .withNamespace(namespace)
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "Role", account)
                                .addNewSubject(null, "ServiceAccount", account, namespace)
                                .build())
                .serverSideApply();
    }

    public void revokeStatusWrites() {
        grant(
                "easel-api",
                RULES.stream()
                        .filter(r -> !r.getResources().contains("generationrequests/status"))
                        .toList());
        await().until(() -> !mayWriteStatus());
    }

    /** The API server takes in changed rights a moment later. */
    private boolean mayWriteStatus() {
        var review =
                new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("system:serviceaccount:" + namespace + ":easel-api")
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withGroup("easel.dev")
                        .withResource("generationrequests")
                        .withSubresource("status")
                        .withVerb("patch")
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        return admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }

    public void allowStatusWrites() {
        grant("easel-api", RULES);
    }

    public String metrics() throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:" + api().opsPort() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void grantTokenReviews() {
        var name = "easel-api-" + namespace;
        admin.resource(
                        new ClusterRoleBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .withRules(rule("authentication.k8s.io", "tokenreviews", "create"))
                                .build())
                .create();
        admin.resource(
                        new ClusterRoleBindingBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                                .addNewSubject(null, "ServiceAccount", "easel-api", namespace)
                                .build())
                .create();
    }

    static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .build();
    }

    /** A pool with a back end for each address, which may be one where nobody listens. */
    public void createPool(String name, String... automatic1111Urls) {
        var pool = new GenerationPool();
        pool.getMetadata().setName(name);
        pool.getMetadata().setNamespace(namespace);
        pool.setSpec(
                new GenerationPoolSpec(
                        PoolState.ACTIVE,
                        IntStream.range(0, automatic1111Urls.length)
                                .mapToObj(i ->
                                        new GenerationPoolSpec.Backend(
                                                "gpu-" + i,
                                                automatic1111Urls[i],
                                                "http://ollama:11434",
                                                null))
                                .toList(),
                        Memory.SHARED,
                        new GenerationPoolSpec.Generator(
                                "easel/generator:test", null, Map.of(), List.of(), null, null),
                        null,
                        null));
        admin.resource(pool).create();
    }

    public GenerationRequest create(String name, GenerationRequestSpec spec) {
        var request = new GenerationRequest();
        request.getMetadata().setName(name);
        request.getMetadata().setNamespace(namespace);
        request.setSpec(spec);
        return admin.resource(request).create();
    }

    /** Plays the operator: gives the request the slot, and the pod that it would make. */
    public Pod admit(UUID request, int attempt, long token) {
        var resource = request(request);
        var pool =
                admin.resources(GenerationPool.class)
                        .inNamespace(namespace)
                        .withName("default")
                        .get();
        pool.setStatus(
                new GenerationPoolStatus(
                        1L,
                        List.of(
                                new GenerationPoolStatus.Slot(
                                        "gpu-0",
                                        request.toString(),
                                        resource.getMetadata().getName(),
                                        attempt,
                                        token,
                                        Instant.now().toString())),
                        token,
                        List.of(),
                        List.of()));
        operator.resource(pool).updateStatus();
        return createPod(
                "gen-" + attempt + "-" + token + "-" + UUID.randomUUID().toString().substring(0, 5),
                request,
                attempt,
                token);
    }

    public Pod createPod(String name, UUID request, int attempt, long token) {
        return admin.resource(
                        new PodBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(namespace)
                                .addToLabels("easel.dev/request-uid", request.toString())
                                .addToLabels("easel.dev/attempt", String.valueOf(attempt))
                                .addToLabels("easel.dev/token", String.valueOf(token))
                                .endMetadata()
                                .withNewSpec()
                                .withServiceAccountName("easel-generator")
                                .addNewContainer()
                                .withName("generator")
                                .withImage("easel/generator:test")
                                .endContainer()
                                .endSpec()
                                .build())
                .create();
    }

    /** Plays the operator's summary. */
    public void conclude(UUID request, ConditionStatus status, Reason reason, String message) {
        say(request, Condition.SUCCEEDED, status, reason, message);
    }

    /** Plays the operator: this condition in place of the one that it wrote before. */
    public void say(
            UUID request, String type, ConditionStatus status, Reason reason, String message) {
        var resource = request(request);
        var fresh = new GenerationRequest();
        fresh.getMetadata().setName(resource.getMetadata().getName());
        fresh.getMetadata().setNamespace(namespace);
        fresh.setStatus(
                new GenerationRequestStatus(
                        1L,
                        List.of(
                                new Condition(
                                        type,
                                        status,
                                        reason.word(),
                                        message,
                                        "2026-01-01T00:00:00Z",
                                        1L)),
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null));
        operator.resource(fresh)
                .subresource("status")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("easel-operator")
                                .withForce(true)
                                .build());
    }

    public String token(String account, @Nullable Pod pod) {
        return plane.token(namespace, account, List.of("easel-api"), pod);
    }

    public String token(String account, List<String> audiences) {
        return plane.token(namespace, account, audiences, null);
    }

    /** NoSuchElementException where there is none. */
    public GenerationRequest request(UUID uid) {
        var all = admin.resources(GenerationRequest.class).inNamespace(namespace);
        var name = names.get(uid);
        var known = name == null ? null : all.withName(name).get();
        if (known != null && known.getMetadata().getUid().equals(uid.toString())) {
            return known;
        }
        var found =
                all.list().getItems().stream()
                        .filter(r -> r.getMetadata().getUid().equals(uid.toString()))
                        .findFirst()
                        .orElseThrow();
        names.put(uid, found.getMetadata().getName());
        return found;
    }

    public Condition awaitCondition(UUID uid, String type, ConditionStatus status) {
        await().until(() ->
                status(uid).condition(type).filter(c -> c.status() == status).isPresent());
        return status(uid).condition(type).orElseThrow();
    }

    public GenerationRequestStatus status(UUID uid) {
        return Optional.ofNullable(request(uid).getStatus()).orElse(GenerationRequestStatus.EMPTY);
    }

    public static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(25))
                .ignoreExceptions();
    }

    /** An answer of the API; the body is read as JSON where it is asked for. */
    public record Answer(int status, HttpResponse<byte[]> response) {
        public JsonNode json() {
            try {
                return Json.mapper().readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException("not JSON", e);
            }
        }

        public String code() {
            return json().path("code").asText();
        }

        public UUID requestId() {
            return UUID.fromString(json().path("request_id").asText());
        }

        public <T> T as(Class<T> type) {
            return Json.mapper().convertValue(json(), type);
        }
    }

    public Answer get(String path, String credential, String... headers) {
        return send(builder(path, credential, headers).GET(), new byte[0]);
    }

    public Answer post(String path, String credential, Object body, String... headers) {
        try {
            var bytes =
                    body instanceof String text
                            ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
                            : Json.mapper().writeValueAsBytes(body);
            return send(
                    builder(path, credential, headers)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)),
                    bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer put(String path, String credential, byte[] body, String... headers) {
        return send(
                builder(path, credential, headers)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(body)),
                body);
    }

    public Answer head(String path, String credential, String... headers) {
        return send(builder(path, credential, headers).HEAD(), new byte[0]);
    }

    public Answer delete(String path, String credential, String... headers) {
        return send(builder(path, credential, headers).DELETE(), new byte[0]);
    }

    public HttpRequest.Builder builder(String path, String credential, String... headers) {
        var builder =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api().port() + path))
                        .timeout(Duration.ofSeconds(30));
        if (!credential.isEmpty()) {
            builder.header("Authorization", "Bearer " + credential);
        }
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    public HttpClient http() {
        return http;
    }

    private Answer send(HttpRequest.Builder request, byte[] sent) {
        try {
            var asked = request.build();
            var response = http.send(asked, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(violations(asked, sent, response)).isEmpty();
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every exchange is as the OpenAPI document says. */
    private static List<String> violations(
            HttpRequest asked, byte[] sent, HttpResponse<byte[]> response) {
        return Description.get()
                .violations(
                        asked.method(),
                        asked.uri().getPath(),
                        sent,
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        response.body());
    }

    public int opsStatus(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + api().opsPort() + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    public String key(Set<Scope> scopes, @Nullable String tenant) {
        return api().keys().create(scopes, tenant).value();
    }

    @Override
    public void close() {
        stopApi();
        admin.namespaces().withName(namespace).delete();
        operator.close();
        admin.close();
        http.close();
    }
}
