package dev.easel.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What may change later, and what may not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdUpdateIT {
    private final AtomicInteger objects = new AtomicInteger();
    private CrdNamespace namespace;

    @BeforeAll
    void open() {
        namespace = CrdNamespace.open("crd-update");
    }

    @AfterAll
    void close() {
        namespace.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.easel.crds.BadUpdate#all")
    void refusesAForbiddenChange(BadUpdate bad) {
        var name = "object-" + objects.incrementAndGet();
        create(CrdNamespace.object(bad.kind(), name, bad.before()));

        var refusal =
                CrdNamespace.refusal(
                        () -> change(CrdNamespace.object(bad.kind(), name, bad.after())));

        assertThat(refusal).contains(bad.says());
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    priority: 0                 | priority: 9
                    desiredState: Active        | desiredState: Suspended
                    desiredState: Suspended     | desiredState: Active
                    desiredState: Active        | desiredState: Cancelled
                    ttlSecondsAfterFinished: 60 | ttlSecondsAfterFinished: 0
                    ttlSecondsAfterFinished: 60 | priority: 0
                    """)
    void takesAnAllowedChange(String before, String after) {
        var name = "object-" + objects.incrementAndGet();
        create(request(name, before));

        assertThat(change(request(name, after)).getMetadata().getGeneration()).isEqualTo(2);
    }

    private static GenericKubernetesResource request(String name, String field) {
        return CrdNamespace.object(
                "GenerationRequest", name, "spec: {instruction: x, " + field + "}");
    }

    private void create(GenericKubernetesResource object) {
        namespace.on(object).create();
        if (object.getAdditionalProperties().containsKey("status")) {
            namespace.on(object).updateStatus();
        }
    }

    /** Writes both parts, as whoever changes a resource may. */
    private GenericKubernetesResource change(GenericKubernetesResource object) {
        var changed = namespace.on(object).update();
        if (object.getAdditionalProperties().containsKey("status")) {
            namespace.on(object).updateStatus();
        }
        return changed;
    }
}
