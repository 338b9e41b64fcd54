package dev.easel.sandbox.automatic1111;

import java.util.ArrayList;
import java.util.List;

/** Watches whether clients keep to one generation at a time. Thread-safe. */
final class Occupancy {
    private static final int VIOLATIONS_MAX = 200;

    private final List<String> violations = new ArrayList<>();
    private int inFlight;
    private int inFlightMax;
    private int generations;

    synchronized void enter() {
        inFlight++;
        generations++;
        inFlightMax = Math.max(inFlightMax, inFlight);
        if (inFlight > 1) {
            violation("a generation was posted while another was in flight");
        }
    }

    synchronized void leave() {
        inFlight--;
    }

    synchronized void violation(String what) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(what);
        }
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized int inFlightMax() {
        return inFlightMax;
    }

    synchronized int generations() {
        return generations;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized void reset() {
        violations.clear();
        inFlightMax = inFlight;
        generations = 0;
    }
}
