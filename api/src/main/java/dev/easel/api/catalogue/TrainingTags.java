package dev.easel.api.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.protocol.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words that a LoRA's training pictures were labelled with, as kohya's trainer counts them.
 *
 * @param tags all, most frequent first
 * @param triggers those on most of the pictures; words that every such set has come last
 */
record TrainingTags(List<String> tags, List<String> triggers) {
    private static final TrainingTags NONE = new TrainingTags(List.of(), List.of());
    private static final int JSON_CHARS_MAX = 4 * 1024 * 1024;
    private static final int TAGS_MAX = 40;
    private static final int TRIGGERS_MAX = 5;

    /** From this mean length on, labels are sentences and not tags. */
    private static final int SENTENCE_CHARS = 16;

    private static final int WORD_CHARS_MIN = 3;

    /** A trigger is on at least this share of the pictures. */
    private static final double TRIGGER_SHARE = 0.5;

    private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{N}'-]+");
    private static final Set<String> GENERIC =
            Set.of(
                    "1girl",
                    "1boy",
                    "solo",
                    "the",
                    "and",
                    "with",
                    "highres",
                    "absurdres",
                    "looking at viewer",
                    "simple background",
                    "white background",
                    "smile",
                    "masterpiece",
                    "best quality",
                    "long hair",
                    "short hair",
                    "breasts",
                    "for",
                    "her",
                    "his",
                    "are",
                    "that");

    static TrainingTags of(Map<String, String> metadata) {
        var counts = counts(tree(metadata.get("ss_tag_frequency")));
        if (counts.isEmpty()) {
            return NONE;
        }
        var mean = counts.keySet().stream().mapToInt(String::length).average().orElse(0);
        var words = mean >= SENTENCE_CHARS ? words(counts) : counts;
        var sorted =
                words.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .toList();
        if (sorted.isEmpty()) {
            return NONE;
        }
        var pictures = pictures(tree(metadata.get("ss_dataset_dirs")), sorted.get(0).getValue());
        return new TrainingTags(
                sorted.stream().limit(TAGS_MAX).map(Map.Entry::getKey).toList(),
                sorted.stream()
                        .filter(e -> e.getValue() >= TRIGGER_SHARE * pictures)
                        .map(Map.Entry::getKey)
                        .sorted(Comparator.comparing(GENERIC::contains))
                        .limit(TRIGGERS_MAX)
                        .toList());
    }

    private static @Nullable JsonNode tree(@Nullable String json) {
        if (json == null || json.length() > JSON_CHARS_MAX) {
            return null;
        }
        try {
            return Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Map<String, Long> counts(@Nullable JsonNode byDataset) {
        var counts = new HashMap<String, Long>();
        if (byDataset != null && byDataset.isObject()) {
            for (var dataset : byDataset) {
                dataset.properties()
                        .forEach(entry -> {
                            var tag = FreeText.word(entry.getKey());
                            var count = entry.getValue().asLong(0);
                            if (tag != null && count > 0) {
                                counts.merge(tag, count, TrainingTags::plus);
                            }
                        });
            }
        }
        return counts;
    }

    private static Map<String, Long> words(Map<String, Long> sentences) {
        var words = new HashMap<String, Long>();
        sentences.forEach((sentence, count) -> {
            for (var word : NOT_WORDS.split(sentence.toLowerCase(Locale.ROOT), -1)) {
                if (word.length() >= WORD_CHARS_MIN) {
                    words.merge(word, count, TrainingTags::plus);
                }
            }
        });
        return words;
    }

    /** How many pictures there were; where nobody says it, as many as had the commonest word. */
    private static long pictures(@Nullable JsonNode directories, long most) {
        var counted = new ArrayList<Long>();
        if (directories != null && directories.isObject()) {
            directories.forEach(directory -> counted.add(directory.path("img_count").asLong(0)));
        }
        var sum = counted.stream().filter(c -> c > 0).reduce(0L, TrainingTags::plus);
        return sum > 0 && sum <= most ? sum : most;
    }

    private static long plus(long a, long b) {
        return Math.min(Integer.MAX_VALUE, a) + Math.min(Integer.MAX_VALUE, b);
    }
}
