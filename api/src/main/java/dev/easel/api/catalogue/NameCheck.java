package dev.easel.api.catalogue;

import dev.easel.api.catalogue.NearestNames.Candidate;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.work.Provenance;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Whether all that is named is installed. Pure. */
public final class NameCheck {
    private static final int NAMES_SHOWN_MAX = 12;

    private NameCheck() {}

    public sealed interface Outcome {
        record AllInstalled() implements Outcome {}

        /** A back end did not tell, and it may have what the others lack. */
        record Unchecked() implements Outcome {}

        /**
         * The sentence says what is missing, whose word it is, and what there is instead.
         *
         * @param nearest names like it, best first
         * @param installed what there is instead where nothing is like it: the first names
         */
        record Missing(Named named, List<String> nearest, List<String> installed, String sentence)
                implements Outcome {
            public Missing {
                nearest = List.copyOf(nearest);
                installed = List.copyOf(installed);
            }

            /**
             * What the sentence is made of: {@code kind}, {@code name}, {@code by}, and {@code
             * nearest} or {@code installed} with a line feed between names.
             */
            public Map<String, String> params() {
                var params = new HashMap<String, String>();
                params.put("kind", named.kind().word());
                params.put("name", named.name());
                params.put("by", named.by().name().toLowerCase(Locale.ROOT));
                if (!nearest.isEmpty()) {
                    params.put("nearest", String.join("\n", nearest));
                }
                if (!installed.isEmpty()) {
                    params.put("installed", String.join("\n", installed));
                }
                return params;
            }
        }
    }

    /**
     * Something is missing only if no back end has it and all could be read.
     *
     * @param cards what is known of LoRAs beyond their names, asked for only if one is missing
     */
    public static Outcome check(
            List<Named> named, Reading reading, Supplier<Map<String, LoraCard>> cards) {
        var missing = named.stream().filter(n -> !reading.has(n)).findFirst();
        if (missing.isEmpty() && !reading.catalogues().isEmpty()) {
            return new Outcome.AllInstalled();
        }
        if (reading.unreadable() > 0 || missing.isEmpty()) {
            return new Outcome.Unchecked();
        }
        return missing(
                missing.get(),
                reading.entries(missing.get().kind()),
                nearest(missing.get(), reading, family(named), cards));
    }

    private static Outcome.Missing missing(
            Named named, List<Catalogue.Entry> entries, List<String> nearest) {
        var others = nearest.isEmpty() ? shown(entries) : List.<String>of();
        return new Outcome.Missing(
                named,
                nearest,
                others.stream().limit(NAMES_SHOWN_MAX).toList(),
                "The "
                        + named.kind().word()
                        + " "
                        + named.name()
                        + whose(named.by())
                        + " is not installed. "
                        + wayOut(nearest, others)
                        + change(named.by()));
    }

    private static String whose(Provenance by) {
        return switch (by) {
            case USER -> ", which the user's settings name,";
            case GUILD -> ", which the guild's settings name,";
            case PREVIOUS_GENERATION -> ", which made the earlier picture,";
            default -> "";
        };
    }

    private static ModelFamily family(List<Named> named) {
        return named.stream()
                .filter(n -> n.kind() == Named.Kind.MODEL)
                .map(n -> ModelFamily.ofCheckpoint(n.name()))
                .findFirst()
                .orElse(ModelFamily.UNKNOWN);
    }

    private static String wayOut(List<String> nearest, List<String> others) {
        if (!nearest.isEmpty()) {
            return "Did you mean " + String.join(" or ", nearest) + "?";
        }
        return others.isEmpty() ? "None is: leave it out." : "There are: " + listed(others) + ".";
    }

    private static String change(Provenance by) {
        return by == Provenance.USER || by == Provenance.GUILD
                ? " Change that setting, or name another one in the request."
                : "";
    }

    private static List<String> nearest(
            Named missing,
            Reading reading,
            ModelFamily family,
            Supplier<Map<String, LoraCard>> cards) {
        var entries = reading.entries(missing.kind());
        if (entries.isEmpty()) {
            return List.of();
        }
        return missing.kind() == Named.Kind.LORA
                ? NearestNames.to(missing.name(), candidates(entries, cards.get()), family)
                : NearestNames.to(missing.name(), shown(entries));
    }

    private static List<Candidate> candidates(
            List<Catalogue.Entry> entries, Map<String, LoraCard> cards) {
        return entries.stream()
                .map(entry -> {
                    var card = cards.getOrDefault(entry.shown(), entry.card());
                    return new Candidate(
                            entry.shown(),
                            Objects.requireNonNullElse(card, LoraCard.EMPTY).alsoKnownAs(entry),
                            card == null ? ModelFamily.UNKNOWN : card.family());
                })
                .toList();
    }

    private static List<String> shown(List<Catalogue.Entry> entries) {
        return entries.stream().map(Catalogue.Entry::shown).distinct().sorted().toList();
    }

    /** The first names, and how many more there are. */
    public static String listed(List<String> names) {
        return names.size() <= NAMES_SHOWN_MAX
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_SHOWN_MAX))
                        + " and "
                        + (names.size() - NAMES_SHOWN_MAX)
                        + " more";
    }
}
