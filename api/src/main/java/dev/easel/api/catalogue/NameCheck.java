package dev.easel.api.catalogue;

import dev.easel.api.catalogue.NearestNames.Candidate;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.work.Provenance;
import java.util.List;
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

        /** The sentence says what is missing, whose word it is, and what there is instead. */
        record Missing(Named named, String sentence) implements Outcome {}
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
        var entries = reading.entries(missing.get().kind());
        return new Outcome.Missing(
                missing.get(),
                "The "
                        + missing.get().kind().word()
                        + " "
                        + missing.get().name()
                        + whose(missing.get().by())
                        + " is not installed. "
                        + wayOut(missing.get(), entries, family(named), cards));
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

    private static String wayOut(
            Named missing,
            List<Catalogue.Entry> entries,
            ModelFamily family,
            Supplier<Map<String, LoraCard>> cards) {
        var change =
                missing.by() == Provenance.USER || missing.by() == Provenance.GUILD
                        ? " Change that setting, or name another one in the request."
                        : "";
        if (entries.isEmpty()) {
            return "None is: leave it out." + change;
        }
        var nearest =
                missing.kind() == Named.Kind.LORA
                        ? NearestNames.to(missing.name(), candidates(entries, cards.get()), family)
                        : NearestNames.to(missing.name(), shown(entries));
        return (nearest.isEmpty()
                        ? "There are: " + listed(shown(entries)) + "."
                        : "Did you mean " + String.join(" or ", nearest) + "?")
                + change;
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
