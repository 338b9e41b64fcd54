package dev.easel.sandbox.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that wait to happen. Each is used up after its number of requests. Thread-safe. */
public final class Faults {
    /** Stays until it is cleared. */
    public static final int UNTIL_CLEARED = 0;

    private final List<Armed> armed = new ArrayList<>();
    private int clearings;

    /**
     * @param path only requests whose path begins so; empty for all
     * @param times how many requests it will hit, or {@link #UNTIL_CLEARED}
     */
    public record Armed(Fault fault, String path, int times) {
        public Armed {
            if (times < 0) {
                throw new IllegalArgumentException("times is negative");
            }
        }
    }

    public void next(Fault fault) {
        arm(fault, "", 1);
    }

    public void untilCleared(Fault fault) {
        arm(fault, "", UNTIL_CLEARED);
    }

    public synchronized void arm(Fault fault, String path, int times) {
        armed.add(new Armed(fault, path, times));
    }

    public synchronized void clear() {
        armed.clear();
        clearings++;
    }

    /** How often the faults were cleared; what a fault holds up goes on when this changes. */
    public synchronized int clearings() {
        return clearings;
    }

    public synchronized List<Armed> armed() {
        return List.copyOf(armed);
    }

    /** The oldest fault of this type that concerns the path; counts as one of its requests. */
    public synchronized <F extends Fault> Optional<F> take(Class<F> type, String path) {
        for (int i = 0; i < armed.size(); i++) {
            var candidate = armed.get(i);
            if (type.isInstance(candidate.fault()) && path.startsWith(candidate.path())) {
                if (candidate.times() == 1) {
                    armed.remove(i);
                } else if (candidate.times() > 1) {
                    armed.set(
                            i,
                            new Armed(candidate.fault(), candidate.path(), candidate.times() - 1));
                }
                return Optional.of(type.cast(candidate.fault()));
            }
        }
        return Optional.empty();
    }

    /** Each kind of fault at most once, so that a slow answer can also be a wrong one. */
    public synchronized <F extends Fault> List<F> takeEach(Class<F> type, String path) {
        var taken = new ArrayList<F>();
        var kinds = armed.stream().map(a -> a.fault().getClass()).distinct().toList();
        for (var kind : kinds) {
            if (type.isAssignableFrom(kind)) {
                take(kind, path).map(type::cast).ifPresent(taken::add);
            }
        }
        return List.copyOf(taken);
    }
}
