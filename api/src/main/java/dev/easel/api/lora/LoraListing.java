package dev.easel.api.lora;

import dev.easel.api.catalogue.Catalogue;
import dev.easel.api.catalogue.LoraCard;
import dev.easel.api.catalogue.Reading;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.client.LoraList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts what the directory has and what back ends list into one list. Pure. */
final class LoraListing {
    private LoraListing() {}

    /**
     * What a caller wants to see.
     *
     * @param query words that must all be found; empty for everything
     * @param model whose family decides what fits
     * @param limit absent for all that follow
     * @param after the last name of the page before
     */
    record Wanted(
            String query,
            @Nullable String model,
            @Nullable Integer limit,
            @Nullable String after) {}

    static LoraList.Metadata[] sorted(List<LoraRow> rows, Reading reading, Wanted wanted) {
        var listed = listed(reading);
        var family = wanted.model() == null ? null : ModelFamily.ofCheckpoint(wanted.model());
        var all = new ArrayList<LoraList.Metadata>();
        var known = new HashSet<String>();
        for (var row : rows) {
            known.add(row.name());
            if (matches(wanted, row.name(), row.card())) {
                all.add(ofRow(row, available(row.name(), listed.keySet(), reading), family));
            }
        }
        listed.forEach((name, entry) -> {
            var card = entry.card() == null ? LoraCard.EMPTY : entry.card();
            if (!known.contains(name) && matches(wanted, name, card)) {
                all.add(ofBackEnd(name, entry, card, family));
            }
        });
        all.sort(Comparator.comparing(LoraList.Metadata::name));
        return all.toArray(LoraList.Metadata[]::new);
    }

    static LoraList page(
            LoraList.Metadata[] all,
            Wanted wanted,
            dev.easel.protocol.client.@Nullable LoraScanReport scan) {
        var after = wanted.after();
        var rest =
                java.util.Arrays.stream(all)
                        .filter(lora -> after == null || lora.name().compareTo(after) > 0)
                        .toList();
        var limit = wanted.limit();
        var page = limit == null || rest.size() <= limit ? rest : rest.subList(0, limit);
        var next = page.size() == rest.size() ? null : cursor(page.get(page.size() - 1).name());
        return new LoraList(page, all.length, next, scan);
    }

    static String cursor(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> nameOf(String cursor) {
        try {
            return Optional.of(
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static HashMap<String, Catalogue.Entry> listed(Reading reading) {
        var listed = new HashMap<String, Catalogue.Entry>();
        for (var catalogue : reading.catalogues()) {
            catalogue.loras().forEach(entry -> listed.putIfAbsent(entry.shown(), entry));
        }
        return listed;
    }

    /** A back end that cannot be asked may have it. */
    private static @Nullable Boolean available(String name, Set<String> listed, Reading reading) {
        if (listed.contains(name)) {
            return true;
        }
        return reading.unreadable() > 0 || reading.catalogues().isEmpty() ? null : false;
    }

    private static boolean matches(Wanted wanted, String name, LoraCard card) {
        return wanted.query().isBlank() || Words.match(wanted.query(), Words.of(name, card));
    }

    private static LoraList.Metadata ofRow(
            LoraRow row, @Nullable Boolean available, @Nullable ModelFamily family) {
        var card = row.card();
        return new LoraList.Metadata(
                row.loraId(),
                row.name(),
                row.path(),
                card.description(),
                card.tags(),
                row.fileHash(),
                row.time(),
                row.createdAt(),
                card.title(),
                card.triggers(),
                card.family(),
                card.baseModel(),
                card.weight(),
                row.modelHash(),
                available,
                family == null ? null : card.family().fits(family),
                row.duplicates());
    }

    /** The id is made from the name, so that it is the same each time. */
    private static LoraList.Metadata ofBackEnd(
            String name, Catalogue.Entry entry, LoraCard card, @Nullable ModelFamily family) {
        var file = entry.file();
        return new LoraList.Metadata(
                UUID.nameUUIDFromBytes(("lora " + name).getBytes(StandardCharsets.UTF_8)),
                name,
                file == null ? name + ".safetensors" : file,
                card.description(),
                card.tags(),
                null,
                null,
                null,
                card.title(),
                card.triggers(),
                card.family(),
                card.baseModel(),
                card.weight(),
                null,
                true,
                family == null ? null : card.family().fits(family),
                List.of());
    }
}
