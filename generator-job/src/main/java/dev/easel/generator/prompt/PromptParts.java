package dev.easel.generator.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A prompt as parts with whatever stands between them, so that changing one leaves every other, and
 * every other separator, byte for byte. Parts end at commas and at BREAK outside of brackets, or at
 * the end of a sentence.
 *
 * @param tail what follows the last part
 */
public record PromptParts(List<Part> parts, String tail) {
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|$)|。");
    private static final Pattern WEIGHTED =
            Pattern.compile("[(\\[{]++(.*?)(:[-+.\\d]++)?[)\\]}]++");
    private static final int SENTENCE_WORDS_PER_CLAUSE = 4;

    /**
     * @param before the separator in front of it
     */
    public record Part(String before, String text) {
        boolean sentence() {
            return text.endsWith(".")
                    || text.endsWith("!")
                    || text.endsWith("?")
                    || text.endsWith("。");
        }
    }

    /**
     * What to do with the parts, by index from 0.
     *
     * @param added new parts by the index of the one that they follow; -1 puts them first
     */
    public record Edits(
            Set<Integer> removed, Map<Integer, String> replaced, Map<Integer, List<String>> added) {
        public Edits {
            removed = Set.copyOf(removed);
            replaced = Map.copyOf(replaced);
            added = Map.copyOf(added);
        }
    }

    public PromptParts {
        parts = List.copyOf(parts);
    }

    public static PromptParts of(String prompt) {
        return new Splitter(prompt).split();
    }

    public List<String> texts() {
        return parts.stream().map(Part::text).toList();
    }

    public String text() {
        var text = new StringBuilder();
        parts.forEach(each -> text.append(each.before()).append(each.text()));
        return text.append(tail).toString();
    }

    /** The first part that says this, whatever its case, weight and spacing; -1 if none does. */
    public int indexOf(String text) {
        var wanted = plain(text);
        for (var i = 0; i < parts.size(); i++) {
            if (plain(parts.get(i).text()).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** Two texts with the same result ask for the same thing. */
    public static String plain(String text) {
        var bare = text.strip();
        var weighted = WEIGHTED.matcher(bare);
        while (weighted.matches()) {
            bare = weighted.group(1).strip();
            weighted = WEIGHTED.matcher(bare);
        }
        return bare.toLowerCase(Locale.ROOT)
                .replaceAll("[\\s_]+", " ")
                .replaceAll("[.,;。、]+$", "")
                .strip();
    }

    public PromptParts with(Edits edits) {
        var kept = new ArrayList<Part>();
        var candidates = new ArrayList<String>();
        edits.added().getOrDefault(-1, List.of()).forEach(each -> append(kept, each));
        for (var i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            candidates.add(part.before());
            if (!edits.removed().contains(i)) {
                var text = edits.replaced().getOrDefault(i, part.text());
                kept.add(new Part(separator(kept, candidates), text));
                candidates.clear();
            }
            edits.added().getOrDefault(i, List.of()).forEach(each -> append(kept, each));
        }
        return new PromptParts(kept, tail);
    }

    /** At the end, before whatever closes the prompt. */
    public PromptParts plus(String text) {
        return with(new Edits(Set.of(), Map.of(), Map.of(parts.size() - 1, List.of(text))));
    }

    public PromptParts without(Set<Integer> indices) {
        return with(new Edits(indices, Map.of(), Map.of()));
    }

    private static void append(List<Part> kept, String text) {
        var before = kept.isEmpty() ? "" : kept.getLast().sentence() ? " " : ", ";
        kept.add(new Part(before, text));
    }

    /**
     * Between two parts that have become neighbours: a BREAK that stood anywhere between them, else
     * the separator of what went first.
     */
    private static String separator(List<Part> kept, List<String> candidates) {
        if (kept.isEmpty()) {
            return candidates.getFirst().isBlank() ? candidates.getFirst() : "";
        }
        var first = candidates.getFirst();
        for (var each : candidates) {
            if (each.contains("BREAK")) {
                return each;
            }
        }
        if (!first.isEmpty()) {
            return first;
        }
        return kept.getLast().sentence() ? " " : ", ";
    }

    /** How many parts of {@code now} are the same as in {@code before}, in order. */
    public static Map<Integer, Integer> unchanged(List<String> before, List<String> now) {
        var length = new int[before.size() + 1][now.size() + 1];
        for (var i = before.size() - 1; i >= 0; i--) {
            for (var j = now.size() - 1; j >= 0; j--) {
                length[i][j] =
                        before.get(i).equals(now.get(j))
                                ? length[i + 1][j + 1] + 1
                                : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        var same = new HashMap<Integer, Integer>();
        for (int i = 0, j = 0; i < before.size() && j < now.size(); ) {
            if (before.get(i).equals(now.get(j))) {
                same.put(i++, j++);
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return same;
    }

    /** Goes over the text once; brackets that do not balance count as plain characters. */
    private static final class Splitter {
        private final String text;
        private final boolean brackets;
        private final List<Part> parts = new ArrayList<>();
        private String before = "";

        Splitter(String text) {
            this.text = text;
            this.brackets = depth(text) == 0;
        }

        PromptParts split() {
            var at = 0;
            var sentence = SENTENCE_END.matcher(text);
            while (sentence.find()) {
                var end = sentence.end();
                // A full stop inside of brackets ends nothing: they would be torn apart.
                if (brackets && depth(text.substring(at, end)) != 0) {
                    continue;
                }
                var piece = text.substring(at, end);
                if (isSentence(piece)) {
                    add(piece);
                } else {
                    clauses(piece);
                }
                at = end;
            }
            clauses(text.substring(at));
            return new PromptParts(parts, before);
        }

        /** Long clauses are prose; short ones are tags that somebody closed with a full stop. */
        private boolean isSentence(String piece) {
            var words = piece.strip().split("\\s+", -1).length;
            var clauses = piece.split(",", -1).length;
            return depth(piece) == 0
                    && (piece.endsWith("。") || words >= clauses * SENTENCE_WORDS_PER_CLAUSE);
        }

        private void clauses(String piece) {
            var depth = 0;
            var start = 0;
            for (var i = 0; i < piece.length(); i++) {
                var c = piece.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (brackets && "([{<".indexOf(c) >= 0) {
                    depth++;
                } else if (brackets && ")]}>".indexOf(c) >= 0) {
                    depth = Math.max(0, depth - 1);
                } else if (depth == 0 && (",\n、，".indexOf(c) >= 0)) {
                    add(piece.substring(start, i));
                    before += c;
                    start = i + 1;
                } else if (depth == 0 && c == 'B' && breaks(piece, i)) {
                    add(piece.substring(start, i));
                    before += "BREAK";
                    start = i + "BREAK".length();
                    i = start - 1;
                }
            }
            add(piece.substring(start));
        }

        private static boolean breaks(String piece, int at) {
            var end = at + "BREAK".length();
            return piece.startsWith("BREAK", at)
                    && (at == 0 || !Character.isLetterOrDigit(piece.charAt(at - 1)))
                    && (end == piece.length() || !Character.isLetterOrDigit(piece.charAt(end)));
        }

        /** Spaces around a part belong to the separators. */
        private void add(String raw) {
            var text = raw.strip();
            if (text.isEmpty()) {
                before += raw;
                return;
            }
            var start = raw.indexOf(text);
            parts.add(new Part(before + raw.substring(0, start), text));
            before = raw.substring(start + text.length());
        }

        private static int depth(String text) {
            var depth = 0;
            for (var i = 0; i < text.length(); i++) {
                var c = text.charAt(i);
                if (c == '\\') {
                    i++;
                } else if ("([{<".indexOf(c) >= 0) {
                    depth++;
                } else if (")]}>".indexOf(c) >= 0 && --depth < 0) {
                    return -1;
                }
            }
            return depth;
        }
    }
}
