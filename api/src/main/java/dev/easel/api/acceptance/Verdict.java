package dev.easel.api.acceptance;

import dev.easel.crds.v1alpha1.Reason;
import java.util.Map;

/** Whether a request may wait for a slot, and why (not). */
public record Verdict(boolean accepted, Reason reason, String message, Map<String, String> params) {
    public Verdict {
        params = Map.copyOf(params);
    }

    static Verdict yes(Reason reason, String message) {
        return new Verdict(true, reason, message, Map.of());
    }

    /**
     * @param params what the message is made of
     */
    static Verdict no(Reason reason, String message, Map<String, String> params) {
        return new Verdict(false, reason, message, params);
    }
}
