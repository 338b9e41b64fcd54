package dev.easel.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The slots: one for each back end, and who holds them. */
@Group(GenerationRequest.GROUP)
@Version(GenerationRequest.VERSION)
@Plural("generationpools")
@ShortNames("genpool")
public final class GenerationPool extends CustomResource<GenerationPoolSpec, GenerationPoolStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;
}
