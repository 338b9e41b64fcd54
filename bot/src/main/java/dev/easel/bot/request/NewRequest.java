package dev.easel.bot.request;

import dev.easel.bot.request.Instruction.Wishes;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.crds.v1alpha1.Source;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds generation requests. The name comes from the interaction, so that an interaction that
 * arrives twice, or is handled twice, makes one request.
 */
public final class NewRequest {
    /**
     * Who asked, and where the answer goes; ids are Discord's.
     *
     * @param eventId of the interaction or message that asks
     */
    public record Origin(
            String eventId,
            String guildId,
            String userId,
            String locale,
            String channelId,
            @Nullable String threadId) {}

    private NewRequest() {}

    public static GenerationRequest generate(
            String namespace,
            String pool,
            Origin origin,
            Instruction instruction,
            boolean research) {
        var spec =
                new GenerationRequestSpec(
                        instruction.text(),
                        Action.GENERATE,
                        null,
                        parameters(instruction.wishes()),
                        research ? Research.ENABLED : Research.DISABLED,
                        origin.threadId(),
                        requester(origin),
                        delivery(origin),
                        new PoolRef(pool),
                        0,
                        DesiredState.ACTIVE,
                        GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                        null);
        return named(namespace, origin, spec);
    }

    /** Something that starts from an earlier picture; without a source from the thread's latest. */
    public static GenerationRequest from(
            String namespace,
            String pool,
            Origin origin,
            Action action,
            @Nullable String instruction,
            @Nullable Source source) {
        var spec =
                new GenerationRequestSpec(
                        instruction,
                        action,
                        source,
                        null,
                        Research.DISABLED,
                        origin.threadId(),
                        requester(origin),
                        delivery(origin),
                        new PoolRef(pool),
                        0,
                        DesiredState.ACTIVE,
                        GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                        null);
        return named(namespace, origin, spec);
    }

    private static @Nullable Parameters parameters(Wishes wishes) {
        if (wishes.equals(Wishes.NONE)) {
            return null;
        }
        var size = wishes.size();
        return new Parameters(
                null,
                null,
                wishes.model(),
                List.of(),
                null,
                null,
                null,
                null,
                wishes.seed(),
                size == null ? null : size.width(),
                size == null ? null : size.height(),
                wishes.count());
    }

    /** The name of the request that an interaction or message makes. */
    public static String name(String eventId) {
        return "d-" + eventId;
    }

    /** The interaction or message that a request's name tells, if the bot gave the name. */
    public static Optional<Long> eventId(String name) {
        return name.matches("d-[0-9]{1,19}")
                ? Optional.of(Long.parseLong(name.substring(2)))
                : Optional.empty();
    }

    /** A request that has no thread yet, with the one that was made for it, if any. */
    public static GenerationRequest in(@Nullable String threadId, GenerationRequest request) {
        var spec = request.getSpec();
        var place = spec.delivery() == null ? null : spec.delivery().discord();
        if (threadId == null || place == null) {
            return request;
        }
        var placed = new GenerationRequest();
        placed.setMetadata(request.getMetadata());
        placed.setSpec(
                new GenerationRequestSpec(
                        spec.instruction(),
                        spec.action(),
                        spec.source(),
                        spec.parameters(),
                        spec.research(),
                        threadId,
                        spec.requester(),
                        new Delivery(new Delivery.Discord(place.channelID(), threadId, null)),
                        spec.poolRef(),
                        spec.priority(),
                        spec.desiredState(),
                        spec.queueTimeoutSeconds(),
                        spec.runTimeoutSeconds(),
                        spec.maxAttempts(),
                        spec.ttlSecondsAfterFinished()));
        return placed;
    }

    /** The same request once more, for whoever pressed the button. */
    public static GenerationRequest again(
            String namespace, Origin origin, GenerationRequestSpec before) {
        var spec =
                new GenerationRequestSpec(
                        before.instruction(),
                        before.action(),
                        before.source(),
                        before.parameters(),
                        before.research(),
                        origin.threadId(),
                        requester(origin),
                        delivery(origin),
                        before.poolRef(),
                        before.priority(),
                        DesiredState.ACTIVE,
                        before.queueTimeoutSeconds(),
                        before.runTimeoutSeconds(),
                        before.maxAttempts(),
                        before.ttlSecondsAfterFinished());
        return named(namespace, origin, spec);
    }

    private static Requester requester(Origin origin) {
        return new Requester(
                RequestSource.DISCORD, origin.guildId(), origin.userId(), origin.locale());
    }

    private static Delivery delivery(Origin origin) {
        return new Delivery(new Delivery.Discord(origin.channelId(), origin.threadId(), null));
    }

    private static GenerationRequest named(
            String namespace, Origin origin, GenerationRequestSpec spec) {
        var request = new GenerationRequest();
        request.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(name(origin.eventId()))
                        .build());
        request.setSpec(spec);
        return request;
    }
}
