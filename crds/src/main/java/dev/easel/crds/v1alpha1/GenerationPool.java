package dev.easel.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The slots: one for each back end, and who holds them. */
@Group(GenerationRequest.GROUP)
@Version(GenerationRequest.VERSION)
@Plural("generationpools")
@ShortNames("genpool")
@Categories("easel")
@AdditionalSelectableField(jsonPath = ".spec.state")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$')",
        message =
                "metadata.name of a pool must be at most 63 lower case letters, digits and inner"
                        + " hyphens, since it becomes a label: choose another name")
@ValidationRule(
        value = "!has(oldSelf.status) || has(self.status)",
        message = "status cannot be removed once it is there: change its fields instead")
public final class GenerationPool extends CustomResource<GenerationPoolSpec, GenerationPoolStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;
}
