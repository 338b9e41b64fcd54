package dev.easel.sandbox.automatic1111;

import java.util.Locale;

/** What a picture shows. */
record Scene(String words, long seed, double saturation) {
    static Scene of(Plan plan, int index) {
        return new Scene(plan.recipe().prompt().toLowerCase(Locale.ROOT), plan.seed(index), 1.0);
    }
}
