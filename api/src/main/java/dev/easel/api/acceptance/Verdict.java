package dev.easel.api.acceptance;

import dev.easel.crds.v1alpha1.Reason;

/** Whether a request may wait for a slot, and why (not). */
public record Verdict(boolean accepted, Reason reason, String message) {
    static Verdict yes(Reason reason, String message) {
        return new Verdict(true, reason, message);
    }

    static Verdict no(Reason reason, String message) {
        return new Verdict(false, reason, message);
    }
}
