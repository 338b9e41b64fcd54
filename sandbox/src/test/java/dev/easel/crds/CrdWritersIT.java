package dev.easel.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Phase;
import dev.easel.crds.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Three writers of one status, and what kubectl shows of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdWritersIT {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private CrdNamespace namespace;

    @BeforeAll
    void open() {
        namespace = CrdNamespace.open("crd-writers");
    }

    @AfterAll
    void close() {
        namespace.close();
    }

    @Test
    void keepsWhatOtherWritersSaid() {
        create("shared");

        apply("shared", "easel-operator", operatorSays(condition(Condition.SUCCEEDED), 1));
        apply("shared", "easel-api", apiSays(40));
        apply("shared", "easel-bot", botSays());
        apply("shared", "easel-operator", operatorSays(condition(Condition.ADMITTED), 2));
        apply("shared", "easel-api", apiSays(80));

        var status = read("shared").getStatus();
        assertThat(status.conditions())
                .extracting(Condition::type)
                .containsExactlyInAnyOrder(
                        Condition.ADMITTED, Condition.ACCEPTED, Condition.DELIVERED);
        assertThat(status.attempt()).isEqualTo(2);
        assertThat(status.progress())
                .isEqualTo(new GenerationRequestStatus.Progress(Phase.RENDERING, 80));
        assertThat(status.delivery())
                .isEqualTo(new GenerationRequestStatus.DeliveryRecord("7", List.of("8")));
    }

    @Test
    void changesNothingWhenTheSameIsAppliedAgain() {
        create("again");
        apply("again", "easel-api", apiSays(40));
        var before = read("again").getMetadata().getResourceVersion();

        apply("again", "easel-api", apiSays(40));

        assertThat(read("again").getMetadata().getResourceVersion()).isEqualTo(before);
    }

    @Test
    void showsTheStoryInColumns() throws Exception {
        create("columns");
        apply(
                "columns",
                "easel-operator",
                operatorSays(condition(Condition.SUCCEEDED, Reason.RUNNING), 1));
        apply("columns", "easel-api", apiSays(40));

        var table = table("generationrequests/columns");

        assertThat(names(table, 0))
                .containsExactly(
                        "Name",
                        "POOL",
                        "PRIO",
                        "SUCCEEDED",
                        "REASON",
                        "PROGRESS",
                        "ATTEMPT",
                        "AGE");
        assertThat(names(table, 1)).containsExactly("USER", "JOB");
        assertThat(texts(table.at("/rows/0/cells")).limit(7))
                .containsExactly("columns", "default", "0", "Unknown", "Running", "40", "1");
    }

    @Test
    void showsWhoHoldsAPool() throws Exception {
        var pool =
                CrdNamespace.object(
                        "GenerationPool",
                        "columns",
                        "spec: {backends: ["
                                + BadCreation.BACKEND
                                + "], generator: {image: i}}\n"
                                + "status: {lastToken: 3, slots: [{name: gpu-0, requestUID: u,"
                                + " requestName: cat, attempt: 1, token: 3}]}");
        namespace.on(pool).create();
        namespace.on(pool).updateStatus();

        var table = table("generationpools/columns");

        assertThat(names(table, 0))
                .containsExactly("Name", "STATE", "READY", "REASON", "BACKEND", "HOLDERS", "AGE");
        assertThat(texts(table.at("/rows/0/cells"))).contains("columns", "Active", "cat");
    }

    @Test
    void selectsByField() {
        create("mine");
        var other = request("other");
        other.setSpec(
                Serialization.unmarshal(
                        "{\"instruction\":\"x\",\"requester\":{\"tenant\":\"t\",\"userID\":\"u\"},"
                                + "\"threadID\":\"77\",\"desiredState\":\"Suspended\"}",
                        GenerationRequestSpec.class));
        namespace.client().resource(other).create();

        assertThat(
                        Stream.of(
                                "spec.poolRef.name=default,spec.threadID=77",
                                "spec.requester.tenant=t",
                                "spec.requester.userID=u",
                                "spec.requester.source=Kubectl,spec.threadID=77",
                                "spec.desiredState=Suspended"))
                .allSatisfy(selector ->
                        assertThat(selected(selector)).as(selector).containsExactly("other"));
    }

    @Test
    void answersToItsShortNamesAndCategory() {
        var resources =
                namespace.client().getApiResources("easel.dev/v1alpha1").getResources().stream()
                        .filter(resource -> !resource.getName().contains("/"))
                        .toList();

        assertThat(resources)
                .allSatisfy(
                        resource -> assertThat(resource.getCategories()).containsExactly("easel"))
                .flatExtracting(resource -> resource.getShortNames())
                .containsExactlyInAnyOrder("genreq", "genpool");
    }

    private List<String> selected(String selector) {
        return namespace
                .client()
                .resources(GenerationRequest.class)
                .inNamespace(namespace.name())
                .list(new ListOptionsBuilder().withFieldSelector(selector).build())
                .getItems()
                .stream()
                .map(request -> request.getMetadata().getName())
                .toList();
    }

    private GenerationRequest request(String name) {
        var request = new GenerationRequest();
        request.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace.name()).build());
        return request;
    }

    private void create(String name) {
        namespace
                .on(CrdNamespace.object("GenerationRequest", name, "spec: {instruction: x}"))
                .create();
    }

    private GenerationRequest read(String name) {
        return namespace.client().resource(request(name)).get();
    }

    /** As the writers do it: a fresh object with only own fields. */
    private void apply(String name, String manager, GenerationRequestStatus status) {
        var request = request(name);
        request.setStatus(status);
        namespace
                .client()
                .resource(request)
                .subresource("status")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(manager)
                                .withForce(true)
                                .build(),
                        request);
    }

    private static GenerationRequestStatus operatorSays(Condition condition, int attempt) {
        return status(List.of(condition), attempt, null, null);
    }

    private static GenerationRequestStatus apiSays(int percent) {
        return status(
                List.of(condition(Condition.ACCEPTED, Reason.VALID)),
                null,
                new GenerationRequestStatus.Progress(Phase.RENDERING, percent),
                null);
    }

    private static GenerationRequestStatus botSays() {
        return status(
                List.of(condition(Condition.DELIVERED, Reason.POSTED)),
                null,
                null,
                new GenerationRequestStatus.DeliveryRecord("7", List.of("8")));
    }

    private static GenerationRequestStatus status(
            List<Condition> conditions,
            @Nullable Integer attempt,
            GenerationRequestStatus.@Nullable Progress progress,
            GenerationRequestStatus.@Nullable DeliveryRecord delivery) {
        return new GenerationRequestStatus(
                null,
                conditions,
                attempt,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                progress,
                null,
                List.of(),
                delivery);
    }

    private static Condition condition(String type) {
        return condition(type, Reason.PENDING);
    }

    private static Condition condition(String type, Reason reason) {
        return Condition.next(null, type, ConditionStatus.UNKNOWN, reason, "", 1L, NOW);
    }

    private JsonNode table(String path) throws Exception {
        var http = namespace.client().getHttpClient();
        var uri =
                URI.create(namespace.client().getMasterUrl().toString())
                        .resolve(
                                "/apis/easel.dev/v1alpha1/namespaces/%s/%s"
                                        .formatted(namespace.name(), path));
        var request =
                http.newHttpRequestBuilder()
                        .uri(uri)
                        .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                        .build();
        var response = http.sendAsync(request, String.class).get();
        return Serialization.jsonMapper().readTree(response.body());
    }

    private static List<String> names(JsonNode table, int priority) throws IOException {
        return StreamSupport.stream(table.at("/columnDefinitions").spliterator(), false)
                .filter(column -> column.at("/priority").asInt() == priority)
                .map(column -> column.at("/name").asText())
                .toList();
    }

    private static Stream<String> texts(JsonNode cells) {
        return StreamSupport.stream(cells.spliterator(), false)
                .filter(cell -> !cell.isNull())
                .map(JsonNode::asText);
    }
}
