package dev.easel.operator.pool;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.operator.launch.Launcher;
import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a pool object of the same name left behind. One that is deleted and made anew has neither
 * slots nor a last token, while generators of the one before may still run, and its requests
 * remember the tokens that it gave.
 *
 * @param acting a generator of the pool can still act
 * @param highestToken of those that are known to have been given; 0 if none is
 */
record Legacy(boolean acting, long highestToken) {
    private static final Legacy NONE = new Legacy(false, 0);

    /** Read from the API server: a cache that lags would show a pool without a past. */
    static Legacy of(GenerationPool pool, Requests requests, Launcher launcher) {
        if (Slots.status(pool).lastToken() != null) {
            return NONE;
        }
        var namespace = pool.getMetadata().getNamespace();
        var name = pool.getMetadata().getName();
        // Pods after Jobs: one that a Job made before it was deleted must not be overlooked.
        var jobs = launcher.liveJobsOfPool(namespace, name).stream().map(SeenJob::of).toList();
        var pods = launcher.livePodsOfPool(namespace, name).stream().map(SeenPod::of).toList();
        return of(jobs, pods, requests.highestToken(namespace, name));
    }

    static Legacy of(List<SeenJob> jobs, List<SeenPod> pods, long highestOnRecord) {
        var acting =
                jobs.stream().anyMatch(j -> !j.ended()) || pods.stream().anyMatch(p -> !p.ended());
        var highest =
                LongStream.concat(
                                LongStream.of(0, highestOnRecord),
                                jobs.stream().mapToLong(SeenJob::token))
                        .max()
                        .orElse(0);
        return new Legacy(acting, highest);
    }
}
