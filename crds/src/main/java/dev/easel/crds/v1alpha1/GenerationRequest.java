package dev.easel.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What a user asked for. The queue is the set of these; the spec is written once by its creator.
 */
@Group(GenerationRequest.GROUP)
@Version(GenerationRequest.VERSION)
@Plural("generationrequests")
@ShortNames("genreq")
public final class GenerationRequest
        extends CustomResource<GenerationRequestSpec, GenerationRequestStatus>
        implements Namespaced {
    public static final String GROUP = "easel.dev";
    public static final String VERSION = "v1alpha1";
    private static final long serialVersionUID = 1L;
}
