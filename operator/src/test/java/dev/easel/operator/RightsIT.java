package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.operator.world.Fate;
import dev.easel.operator.world.World;
import dev.easel.sandbox.cluster.TestControlPlane;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The operator at work with no more rights than these. */
@Execution(ExecutionMode.CONCURRENT)
class RightsIT {
    private static final String RIGHTS =
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: easel-operator}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: easel-operator}
            rules:
            - {apiGroups: [easel.dev], resources: [generationrequests], verbs: [get, list, watch, patch, delete]}
            - {apiGroups: [easel.dev], resources: [generationrequests/status], verbs: [patch]}
            - {apiGroups: [easel.dev], resources: [generationrequests/finalizers], verbs: [update]}
            - {apiGroups: [easel.dev], resources: [generationpools], verbs: [get, list, watch]}
            - {apiGroups: [easel.dev], resources: [generationpools/status], verbs: [update]}
            - {apiGroups: [batch], resources: [jobs], verbs: [get, list, watch, create, delete]}
            - {apiGroups: [""], resources: [pods], verbs: [list, watch]}
            - {apiGroups: [""], resources: [events], verbs: [create]}
            - {apiGroups: [""], resources: [namespaces], verbs: [get]}
            - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, list, watch, create, update, patch]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: easel-operator}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: easel-operator}
            subjects:
            - {kind: ServiceAccount, name: easel-operator}
            """;

    /** Finalizer, slot, Job, three statuses, two Events, slot again. */
    private static final int WRITES_MAX = 9;

    private World world;
    private KubernetesClient limited;

    @BeforeEach
    void open() {
        world = World.open();
        for (var document : RIGHTS.split("---\n", -1)) {
            HasMetadata object = world.client().resource(document).item();
            object.getMetadata().setNamespace(world.namespace());
            world.client().resource(object).inNamespace(world.namespace()).create();
        }
        limited = TestControlPlane.shared().clientFor(world.namespace(), "easel-operator");
    }

    @AfterEach
    void close() {
        world.close();
        limited.close();
    }

    @Test
    void livesOnItsOwnRightsAlone() {
        world.startElected(limited);
        world.fates("cancelled", new Fate.RunOn());
        world.request("cancelled");
        world.awaitSays("cancelled", Condition.GENERATOR_READY, "True/Running");
        world.desire("cancelled", "Cancelled");
        world.request("completed", "ttlSecondsAfterFinished: 3600");

        world.awaitSays("cancelled", Condition.SUCCEEDED, "False/Cancelled");
        world.awaitSays("completed", Condition.SUCCEEDED, "True/Completed");
        world.delete("completed");
        await().atMost(World.PATIENCE).until(() -> !world.exists("completed"));
        assertThat(world.events("cancelled")).isNotEmpty();
    }

    @Test
    void keepsADeletedRequestWhileARightIsMissing() {
        world.startElected(limited);
        world.fates("guarded", new Fate.RunOn());
        world.request("guarded");
        world.awaitSays("guarded", Condition.GENERATOR_READY, "True/Running");
        var rights = rules();
        rules(
                rights.stream()
                        .filter(r -> !r.getResources().contains("namespaces"))
                        .map(r -> r.getResources().contains("jobs") ? withoutDelete(r) : r)
                        .toList());
        world.delete("guarded");

        await("two refused tries").atMost(World.PATIENCE).until(() -> refusals() >= 2);
        assertThat(world.exists("guarded")).isTrue();
        assertThat(world.jobsOf("guarded")).hasSize(1);

        rules(rights);
        await().atMost(World.PATIENCE).until(() -> !world.exists("guarded"));
        assertThat(world.jobsOf("guarded")).isEmpty();
    }

    private long refusals() throws IOException {
        return writes().stream().filter(w -> w.startsWith("delete jobs/ 403")).count();
    }

    private List<PolicyRule> rules() {
        return role().get().getRules();
    }

    private void rules(List<PolicyRule> rules) {
        role().edit(r -> new RoleBuilder(r).withRules(rules).build());
    }

    private Resource<Role> role() {
        return world.client()
                .rbac()
                .roles()
                .inNamespace(world.namespace())
                .withName("easel-operator");
    }

    private static PolicyRule withoutDelete(PolicyRule rule) {
        return new PolicyRuleBuilder(rule).removeFromVerbs("delete").build();
    }

    /** Writes of its own, told by its name in the audit log; the lease is no request's. */
    @Test
    void writesLittleForARequest() throws IOException {
        world.startElected(limited);
        await("the pool's own first status").until(() -> world.pool().getStatus() != null);
        var before = writes().size();
        world.request("lone");
        world.awaitSays("lone", Condition.SUCCEEDED, "True/Completed");
        world.awaitFreeSlot();
        await().atMost(World.PATIENCE)
                .until(() ->
                        world.events("lone").stream()
                                .map(Event::getReason)
                                .anyMatch("Completed"::equals));

        assertThat(writes().subList(before, writes().size())).hasSizeLessThanOrEqualTo(WRITES_MAX);
    }

    private List<String> writes() throws IOException {
        var user = "system:serviceaccount:" + world.namespace() + ":easel-operator";
        var writes = new ArrayList<String>();
        var log = Files.readString(TestControlPlane.shared().auditLog());
        // What comes after the last line break is still being written.
        for (var line : log.substring(0, log.lastIndexOf('\n') + 1).lines().toList()) {
            var entry = Serialization.jsonMapper().readTree(line);
            var target = entry.path("objectRef");
            if (entry.path("user").path("username").asText().equals(user)
                    && !target.path("resource").asText().equals("leases")
                    && !target.path("resource").asText().startsWith("selfsubject")) {
                writes.add(
                        "%s %s/%s %s at %s"
                                .formatted(
                                        entry.path("verb").asText(),
                                        target.path("resource").asText(),
                                        target.path("subresource").asText(),
                                        entry.path("responseStatus").path("code").asText(),
                                        entry.path("requestReceivedTimestamp").asText()));
            }
        }
        return writes;
    }
}
