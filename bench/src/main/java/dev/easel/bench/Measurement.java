package dev.easel.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, several times.
 *
 * @param name the key of its threshold, unit last: {@code createToJobMillis}
 * @param values in that unit
 */
public record Measurement(String name, List<Double> values) {
    public Measurement {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " was never measured");
        }
    }

    double min() {
        return quantile(0);
    }

    double median() {
        return quantile(0.5);
    }

    double max() {
        return quantile(1);
    }

    /** The nearest rank; 0 is the least value and 1 the greatest. */
    public double quantile(double rank) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(rank * (sorted.length - 1))];
    }

    /** As a table. */
    public static void print(List<Measurement> measured) {
        System.out.printf(
                "%-34s %10s %10s %10s %6s%n", "measurement", "min", "median", "max", "times");
        measured.forEach(m -> System.out.println(m.row()));
    }

    private String row() {
        return String.format(
                Locale.ROOT,
                "%-34s %10.1f %10.1f %10.1f %6d",
                name,
                min(),
                median(),
                max(),
                values.size());
    }
}
