package dev.easel.api.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.protocol.ModelFamily;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a LoRA beyond its name, read from metadata that its maker wrote: bounded and
 * without control characters, but otherwise anybody's words.
 *
 * @param baseModel in the maker's words
 * @param triggers words that call the LoRA up, most typical first
 * @param weight what its maker or its owner recommends
 */
public record LoraCard(
        @Nullable String alias,
        @Nullable String title,
        @Nullable String description,
        List<String> tags,
        List<String> triggers,
        ModelFamily family,
        @Nullable String baseModel,
        @Nullable BigDecimal weight) {
    public static final LoraCard EMPTY =
            new LoraCard(null, null, null, List.of(), List.of(), ModelFamily.UNKNOWN, null, null);

    /** The keys of a file's metadata that are read; all others may be passed over unread. */
    public static final Set<String> KEYS =
            Set.of(
                    "ss_output_name",
                    "ss_sd_model_name",
                    "ss_base_model_version",
                    "ss_v2",
                    "ss_tag_frequency",
                    "ss_dataset_dirs",
                    "ss_training_comment",
                    "ss_network_module",
                    "sshs_model_hash",
                    "modelspec.architecture",
                    "modelspec.title",
                    "modelspec.trigger_phrase",
                    "modelspec.usage_hint",
                    "modelspec.tags",
                    "modelspec.description");

    private static final int NAME_CHARS_MAX = 200;
    private static final int DESCRIPTION_CHARS_MAX = 2000;
    private static final int TAGS_MAX = 40;
    private static final int TRIGGERS_MAX = 10;

    public LoraCard {
        tags = List.copyOf(tags);
        triggers = List.copyOf(triggers);
    }

    /** From the metadata that a back end tells in its list. */
    static LoraCard of(JsonNode metadata) {
        var texts = new HashMap<String, String>();
        for (var key : KEYS) {
            var value = metadata.path(key);
            if (value.isValueNode() && !value.isNull()) {
                texts.put(key, value.asText());
            } else if (value.isObject()) {
                texts.put(key, value.toString());
            }
        }
        return of(texts, Sidecar.NONE);
    }

    /**
     * @param metadata of the file's header, by {@link #KEYS}
     * @param sidecar what the owner wrote beside the file, which counts more than the maker's words
     */
    public static LoraCard of(Map<String, String> metadata, Sidecar sidecar) {
        var trained = TrainingTags.of(metadata);
        var said =
                Stream.concat(
                                FreeText.list(sidecar.activationText()).stream(),
                                FreeText.list(metadata.get("modelspec.trigger_phrase")).stream())
                        .distinct()
                        .limit(TRIGGERS_MAX)
                        .toList();
        var tags = new LinkedHashSet<>(FreeText.list(metadata.get("modelspec.tags")));
        tags.addAll(trained.tags());
        var base =
                Stream.of("ss_base_model_version", "modelspec.architecture", "ss_sd_model_name")
                        .map(key -> FreeText.line(metadata.get(key), NAME_CHARS_MAX))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return new LoraCard(
                FreeText.line(metadata.get("ss_output_name"), NAME_CHARS_MAX),
                FreeText.line(metadata.get("modelspec.title"), NAME_CHARS_MAX),
                description(metadata, sidecar),
                tags.stream().limit(TAGS_MAX).toList(),
                said.isEmpty() ? trained.triggers() : said,
                LoraFamily.of(metadata, sidecar.sdVersion()),
                base,
                sidecar.preferredWeight());
    }

    private static @Nullable String description(Map<String, String> metadata, Sidecar sidecar) {
        return Stream.of(
                        sidecar.description(),
                        sidecar.text(),
                        metadata.get("modelspec.description"),
                        metadata.get("modelspec.usage_hint"),
                        metadata.get("ss_training_comment"))
                .map(text -> FreeText.prose(text, DESCRIPTION_CHARS_MAX))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Every other word that leads to it. */
    List<String> alsoKnownAs(Catalogue.Entry entry) {
        var also = new ArrayList<>(entry.names().subList(1, entry.names().size()));
        Stream.of(alias, title).filter(Objects::nonNull).forEach(also::add);
        also.addAll(triggers);
        also.addAll(tags);
        return also;
    }

    /**
     * What the owner of a LoRA may keep beside it, as AUTOMATIC1111's editor for it does.
     *
     * @param text the whole of a plain text file
     */
    public record Sidecar(
            @Nullable String description,
            @Nullable String activationText,
            @Nullable String sdVersion,
            @Nullable BigDecimal preferredWeight,
            @Nullable String text) {
        public static final Sidecar NONE = new Sidecar(null, null, null, null, null);
    }
}
