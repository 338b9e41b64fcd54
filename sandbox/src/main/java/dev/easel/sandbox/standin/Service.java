package dev.easel.sandbox.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a stand-in answers; the shell around it does HTTP, faults and the log. */
public interface Service {
    Reply answer(Call call);

    /** What {@code /_sandbox/state} tells besides the faults. */
    ObjectNode state();

    /** Forgets counters and violations, not what is running. */
    void reset();
}
