package dev.easel.api.research;

import java.util.Locale;
import java.util.ResourceBundle;

/** What users read when there is no answer, in Japanese or English. */
final class Texts {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Texts() {}

    static String of(String word, Locale locale) {
        return ResourceBundle.getBundle("dev.easel.api.research.texts", locale, NO_FALLBACK)
                .getString("unavailable." + word);
    }
}
