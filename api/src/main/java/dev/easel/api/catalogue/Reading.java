package dev.easel.api.catalogue;

import java.util.List;

/** What the back ends of a pool have, and how many of them did not tell. */
public record Reading(List<Catalogue> catalogues, int unreadable) {
    public Reading {
        catalogues = List.copyOf(catalogues);
    }

    boolean isComplete() {
        return unreadable == 0;
    }

    List<Catalogue.Entry> entries(Named.Kind kind) {
        return catalogues.stream().flatMap(c -> c.of(kind).stream()).toList();
    }

    boolean has(Named named) {
        return entries(named.kind()).stream().anyMatch(e -> e.names().contains(named.name()));
    }
}
