package dev.easel.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The most that a measurement's median may be, by its name. */
public record Thresholds(Map<String, Double> medianMax) {
    public Thresholds {
        medianMax = Map.copyOf(medianMax);
    }

    /** Those that are kept with the project under this name. */
    public static Thresholds ofProject(String name) throws IOException {
        try (var file = Thresholds.class.getResourceAsStream("/" + name)) {
            if (file == null) {
                throw new IOException(name + " is missing from the class path");
            }
            return new Thresholds(new ObjectMapper().readValue(file, new TypeReference<>() {}));
        }
    }

    /**
     * A sentence for each measurement over its threshold, and for each threshold never measured.
     */
    public List<String> violations(List<Measurement> measured) {
        var violations = new ArrayList<String>();
        medianMax.forEach((name, max) -> {
            var found = measured.stream().filter(m -> m.name().equals(name)).findFirst();
            if (found.isEmpty()) {
                violations.add(name + " was not measured");
            } else if (found.get().median() > max) {
                violations.add(
                        name + " is " + found.get().median() + ", at most " + max + " is meant");
            }
        });
        return violations.stream().sorted().toList();
    }
}
