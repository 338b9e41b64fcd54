package dev.easel.sandbox.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a stand-in answers; the shell around it does HTTP, faults and the log. */
public interface Service {
    Reply answer(Call call);

    /** What {@code /_sandbox/state} tells besides the faults. */
    ObjectNode state();

    /** What makes it faster or slower, where it takes time by itself. */
    default Optional<Pace> pace() {
        return Optional.empty();
    }

    /** Forgets counters and violations, not what is running. */
    void reset();
}
