package dev.easel.operator.pool;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.launch.Launcher;
import dev.easel.operator.request.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which holders of slots provably cannot act any more, and which were never launched. */
final class Holders {
    private final Requests requests;
    private final Launcher launcher;

    Holders(Requests requests, Launcher launcher) {
        this.requests = requests;
        this.launcher = launcher;
    }

    /**
     * A slot to free.
     *
     * @param ending how its attempt ended, where that is known
     */
    record Freed(Slot slot, @Nullable Reason ending) {}

    /**
     * @param leaving slots whose holders are on their way out but may still act
     * @param askers who holds or held each taken slot, by its name, where that is known
     */
    record Survey(List<Freed> freed, boolean leaving, Map<String, Requester> askers) {}

    Survey survey(GenerationPool pool) {
        var freed = new ArrayList<Freed>();
        var leaving = false;
        var askers = new HashMap<String, Requester>();
        var namespace = pool.getMetadata().getNamespace();
        for (var slot : Slots.status(pool).slots()) {
            if (slot.requestUID() == null) {
                continue;
            }
            var holder = requests.holder(namespace, slot);
            requests.asker(slot).ifPresent(asker -> askers.put(slot.name(), asker));
            if (!isDone(holder, slot)) {
                continue;
            }
            // Its word is not enough: what acts is the pod.
            if (launcher.isSilent(namespace, slot.requestUID(), attempt(slot))) {
                freed.add(
                        new Freed(
                                slot,
                                holder.flatMap(h -> Standing.endingOf(h, token(slot)))
                                        .orElse(null)));
            } else {
                leaving = true;
            }
        }
        return new Survey(freed, leaving, askers);
    }

    /** The holder of {@code slot} if its Job may be missing: it has none on record. */
    Optional<GenerationRequest> withoutJob(GenerationPool pool, Slot slot) {
        var namespace = pool.getMetadata().getNamespace();
        return requests.holder(namespace, slot)
                .filter(r -> !hasJobOnRecord(r, slot))
                .flatMap(r -> requests.live(namespace, String.valueOf(slot.requestName())))
                .filter(r -> r.getMetadata().getUid().equals(slot.requestUID()))
                .filter(r ->
                        !Standing.barred(r)
                                && !Standing.over(r, token(slot))
                                && !hasJobOnRecord(r, slot));
    }

    static GeneratorJob.Ticket ticket(Slot slot) {
        return new GeneratorJob.Ticket(slot.name(), attempt(slot), token(slot));
    }

    private static boolean isDone(Optional<GenerationRequest> holder, Slot slot) {
        return holder.map(h -> Standing.over(h, token(slot)) || Standing.finishedOrDeleted(h))
                .orElse(true);
    }

    private static boolean hasJobOnRecord(GenerationRequest request, Slot slot) {
        var job = Standing.status(request).jobRef();
        return job != null
                && job.uid() != null
                && job.name()
                        .equals(GeneratorJob.name(request.getMetadata().getUid(), attempt(slot)));
    }

    private static int attempt(Slot slot) {
        return slot.attempt() == null ? 0 : slot.attempt();
    }

    static long token(Slot slot) {
        return slot.token() == null ? 0 : slot.token();
    }
}
