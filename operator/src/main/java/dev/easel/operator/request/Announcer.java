package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes Events. Their names follow from the transition, so that telling it twice makes one. An
 * Event that cannot be written is logged and given up: nothing depends on it.
 */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int NAME_CHARS_MAX = 200;

    private final KubernetesClient client;
    private final String reporter;

    Announcer(KubernetesClient client, String reporter) {
        this.client = client;
        this.reporter = reporter;
    }

    void announce(GenerationRequest request, Announcement announcement, Instant now) {
        var meta = request.getMetadata();
        var hash =
                UUID.nameUUIDFromBytes(
                        (meta.getUid() + "/" + announcement.key())
                                .getBytes(StandardCharsets.UTF_8));
        var time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        var stem =
                meta.getName().length() > NAME_CHARS_MAX
                        ? meta.getName().substring(0, NAME_CHARS_MAX)
                        : meta.getName();
        var event =
                new EventBuilder()
                        .withNewMetadata()
                        .withName(stem + "." + hash.toString().replace("-", "").substring(0, 16))
                        .withNamespace(meta.getNamespace())
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withApiVersion(request.getApiVersion())
                        .withKind(request.getKind())
                        .withName(meta.getName())
                        .withNamespace(meta.getNamespace())
                        .withUid(meta.getUid())
                        .endInvolvedObject()
                        .withType(announcement.warning() ? "Warning" : "Normal")
                        .withReason(announcement.reason())
                        .withMessage(announcement.message())
                        .withCount(1)
                        .withFirstTimestamp(time)
                        .withLastTimestamp(time)
                        .withNewSource()
                        .withComponent("easel-operator")
                        .endSource()
                        .withReportingComponent("easel.dev/operator")
                        .withReportingInstance(reporter)
                        .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != java.net.HttpURLConnection.HTTP_CONFLICT) {
                LOG.atWarn()
                        .addKeyValue("reason", announcement.reason())
                        .addKeyValue("status", e.getCode())
                        .log("An Event could not be published");
            }
        }
    }
}
