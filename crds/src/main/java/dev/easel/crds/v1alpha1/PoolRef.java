package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The pool, in the same namespace, whose slots may run the request. */
public record PoolRef(
        @JsonPropertyDescription("The GenerationPool's name.")
                @Default("default")
                @Size(min = 1, max = 63)
                @ValidationRule(
                        value = Cel.DNS_LABEL,
                        message =
                                "spec.poolRef.name must be the name of a GenerationPool: at most 63"
                                        + " lower case letters, digits and inner hyphens")
                String name) {
    public static final PoolRef DEFAULT = new PoolRef("default");

    public PoolRef {
        name = name == null ? "default" : name;
    }
}
