package dev.easel.api.settings;

import dev.easel.api.catalogue.Catalogues;
import dev.easel.api.catalogue.LoraCard;
import dev.easel.api.catalogue.NameCheck;
import dev.easel.api.catalogue.Named;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.ApiProblem;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.SettingKey;
import dev.easel.protocol.work.Provenance;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Refuses names that no back end of the default pool has, while somebody is there to mend them. */
public final class SettingNames {
    private final Resources resources;
    private final Catalogues catalogues;
    private final Supplier<Map<String, LoraCard>> loraCards;
    private final String pool;

    public SettingNames(
            Resources resources,
            Catalogues catalogues,
            Supplier<Map<String, LoraCard>> loraCards,
            String pool) {
        this.resources = resources;
        this.catalogues = catalogues;
        this.loraCards = loraCards;
        this.pool = pool;
    }

    /** Answers the fields that nobody could be asked about. */
    List<String> check(SettingsChange change) {
        var named = named(change);
        if (named.isEmpty()) {
            return List.of();
        }
        var found = resources.pool(pool);
        if (found.isEmpty()) {
            return fields(change);
        }
        var reading = catalogues.read(found.get().getSpec().backends());
        return switch (NameCheck.check(named, reading, loraCards)) {
            case NameCheck.Outcome.AllInstalled() -> List.of();
            case NameCheck.Outcome.Unchecked() -> fields(change);
            case NameCheck.Outcome.Missing missing ->
                    throw ApiProblem.of(
                                    Status.BAD_REQUEST_400,
                                    missing.named().kind().reason().word(),
                                    "The settings name something that is not installed.",
                                    missing.sentence())
                            .with(missing.params());
        };
    }

    private static List<Named> named(SettingsChange change) {
        var named = new ArrayList<Named>();
        change.set()
                .forEach((key, value) -> {
                    switch (key) {
                        case MODEL -> named.add(named(Named.Kind.MODEL, value));
                        case SAMPLER -> named.add(named(Named.Kind.SAMPLER, value));
                        case SCHEDULER -> named.add(named(Named.Kind.SCHEDULER, value));
                        case LORAS ->
                                ((List<?>) value)
                                        .forEach(lora ->
                                                named.add(
                                                        named(
                                                                Named.Kind.LORA,
                                                                ((Lora) lora).name())));
                        default -> {}
                    }
                });
        return named;
    }

    private static Named named(Named.Kind kind, Object name) {
        return new Named(kind, (String) name, Provenance.REQUEST);
    }

    private static List<String> fields(SettingsChange change) {
        return change.set().keySet().stream()
                .filter(key ->
                        key == SettingKey.MODEL
                                || key == SettingKey.LORAS
                                || key == SettingKey.SAMPLER
                                || key == SettingKey.SCHEDULER)
                .sorted()
                .map(SettingKey::field)
                .toList();
    }
}
