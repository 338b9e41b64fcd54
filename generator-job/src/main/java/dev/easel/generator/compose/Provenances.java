package dev.easel.generator.compose;

import dev.easel.protocol.work.Provenance;
import java.util.HashMap;
import java.util.Map;

/** Where each value is from, while settings are chosen. */
final class Provenances {
    private final Map<String, Provenance> all = new HashMap<>();

    void put(String field, Provenance from) {
        all.put(field, from);
    }

    boolean is(String field, Provenance from) {
        return all.get(field) == from;
    }

    Map<String, Provenance> all() {
        return Map.copyOf(all);
    }
}
