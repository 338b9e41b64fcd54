package dev.easel.bot.delivery;

import dev.easel.bot.request.Requests;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.DeliveryRecord;
import dev.easel.crds.v1alpha1.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the condition Delivered, so that everyone can read where each answer is and why. */
public final class Ledger {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    private final Requests requests;
    private final MeterRegistry meters;
    private final Clock clock;

    public Ledger(Requests requests, MeterRegistry meters, Clock clock) {
        this.requests = requests;
        this.meters = meters;
        this.clock = clock;
    }

    void posted(GenerationRequest request, String channelId, List<String> messageIds) {
        write(
                request,
                ConditionStatus.TRUE,
                Reason.POSTED,
                "posted on Discord",
                new DeliveryRecord(channelId, messageIds));
    }

    void notRequested(GenerationRequest request) {
        write(
                request,
                ConditionStatus.TRUE,
                Reason.NOT_REQUESTED,
                "nobody asked for it on Discord",
                null);
    }

    /** Nothing to post yet: said once, so that readers need not guess. */
    void notAttempted(GenerationRequest request) {
        if (condition(request) != null) {
            return;
        }
        try {
            write(
                    request,
                    ConditionStatus.UNKNOWN,
                    Reason.NOT_ATTEMPTED,
                    "there is nothing to post yet",
                    null);
        } catch (KubernetesClientException e) {
            // Someone wrote in the same moment; the next look says it again.
            log.atDebug().addKeyValue("status", e.getCode()).log("not written down yet");
        }
    }

    /** Says why it is not posted; the same words twice are written once. */
    void notPosted(GenerationRequest request, Setback setback) {
        var before = condition(request);
        if (before == null
                || !before.reason().equals(setback.reason().word())
                || !before.message().equals(setback.message())) {
            write(request, ConditionStatus.FALSE, setback.reason(), setback.message(), null);
        }
    }

    /** For a process without a connection: says of a finished request why it is not posted. */
    public void tokenRefused(GenerationRequest request) {
        switch (Step.of(request)) {
            case Step.PostResult _, Step.PostFailure _ -> {
                try {
                    notPosted(request, Setback.TOKEN_REFUSED);
                } catch (KubernetesClientException e) {
                    log.atWarn()
                            .addKeyValue("request.id", request.getMetadata().getUid())
                            .addKeyValue("status", e.getCode())
                            .log("delivery not written down");
                }
            }
            default -> {}
        }
    }

    private void write(
            GenerationRequest request,
            ConditionStatus status,
            Reason reason,
            String message,
            @Nullable DeliveryRecord record) {
        var condition =
                Condition.next(
                        condition(request),
                        Condition.DELIVERED,
                        status,
                        reason,
                        message,
                        request.getMetadata().getGeneration(),
                        clock.instant());
        requests.markDelivered(request, condition, record);
        meters.counter("easel.bot.deliveries", "outcome", reason.word()).increment();
        log.atInfo()
                .addKeyValue("request.id", request.getMetadata().getUid())
                .addKeyValue("reason", reason.word())
                .log("delivery written down");
    }

    private static @Nullable Condition condition(GenerationRequest request) {
        var status = request.getStatus();
        return status == null ? null : status.condition(Condition.DELIVERED).orElse(null);
    }

    static GenerationRequestStatus status(GenerationRequest request) {
        return request.getStatus() == null ? GenerationRequestStatus.EMPTY : request.getStatus();
    }
}
