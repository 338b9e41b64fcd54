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

/**
 * What a user asked for. The queue is the set of these; the spec is written once by its creator.
 */
@Group(GenerationRequest.GROUP)
@Version(GenerationRequest.VERSION)
@Plural("generationrequests")
@ShortNames("genreq")
@Categories("easel")
@AdditionalSelectableField(jsonPath = ".spec.poolRef.name")
@AdditionalSelectableField(jsonPath = ".spec.requester.tenant")
@AdditionalSelectableField(jsonPath = ".spec.requester.userID")
@AdditionalSelectableField(jsonPath = ".spec.requester.source")
@AdditionalSelectableField(jsonPath = ".spec.threadID")
@AdditionalSelectableField(jsonPath = ".spec.desiredState")
@ValidationRule(
        value = "!(" + Cel.ADMITTED_BEFORE + ") || self.spec.priority == oldSelf.spec.priority",
        fieldPath = ".spec.priority",
        message =
                "spec.priority cannot change while the request is admitted: it has its slot"
                        + " already; set it before, or create a new request")
@ValidationRule(
        value = "!has(oldSelf.status) || has(self.status)",
        message = "status cannot be removed once it is there: change its fields instead")
public final class GenerationRequest
        extends CustomResource<GenerationRequestSpec, GenerationRequestStatus>
        implements Namespaced {
    public static final String GROUP = "easel.dev";
    public static final String VERSION = "v1alpha1";

    /** Annotation: the Discord user for whom the bot wrote the cancelled state. */
    public static final String CANCELLED_BY = "easel.dev/cancelled-by";

    private static final long serialVersionUID = 1L;
}
