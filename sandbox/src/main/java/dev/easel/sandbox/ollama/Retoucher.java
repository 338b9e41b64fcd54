package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the "model" answers where the schema asks for a change of numbered parts: it reads the parts
 * in the message like any model would, finds what the instruction is about, and names the parts
 * that it replaces, removes or adds to.
 */
final class Retoucher {
    private static final Pattern PART = Pattern.compile("(?m)^([pn]\\d+): (.*)$");
    private static final Pattern AWAY_AFTER =
            Pattern.compile(
                    "^(?:さん|たち)?(?:は|が|を|も|の人)?(?:全部|すべて)?(?:なし|無し|抜き|消し|取って|取り除|外して|除い|削除|不要|"
                            + "いらない|要らない|やめて|なくし|無くし|入れないで|描かないで)");
    private static final Pattern AWAY_BEFORE =
            Pattern.compile(
                    "(?i)(?:remove|without|no|delete|erase|lose|drop|take\\s+(?:off|away|out)|get\\s+rid\\s+of)"
                            + "\\s+(?:(?:the|her|his|their|its|any|all)\\s+)?(?:[a-z]+\\s+)?$");
    private static final Pattern ANOTHER =
            Pattern.compile(
                    "(?i)もう(?:一|1)(?:枚|度|回)|違う(?:構図|絵|画像)|別の(?:構図|絵|画像|パターン)|やり直"
                            + "|another\\s+(?:one|version|take)|different\\s+(?:one|composition|version)");
    private static final Pattern WEAKER = Pattern.compile("(?i)弱|控えめ|weaker|less|reduce");
    private static final Pattern STRONGER = Pattern.compile("(?i)強|もっと|stronger|more|increase");
    private static final Pattern STOP = Pattern.compile("(?i)やめ|外|なし|消|remove|drop|without|no ");
    private static final Pattern ENGLISH_ADDITION =
            Pattern.compile(
                    "(?i)(?:add|give\\s+(?:her|him|it|them)|put(?:\\s+in)?|with)\\s+"
                            + "((?:(?!\\b(?:and|but|then)\\b)[a-z' -]){3,60})");
    private static final Map<String, String> COLOURS = new LinkedHashMap<>();
    private static final Map<String, String> NOUNS = new LinkedHashMap<>();

    static {
        var colours =
                "金色=golden;金=golden;銀色=silver;銀=silver;赤=red;青=blue;緑=green;黄色=yellow;黒=black;白=white;紫="
                        + "purple;ピンク=pink;水色=light blue;茶色=brown;オレンジ=orange;red=red;blue=blue;green=green;"
                        + "yellow=yellow;black=black;white=white;purple=purple;pink=pink;brown=brown;"
                        + "silver=silver;golden=golden;blonde=blonde;orange=orange";
        for (var pair : colours.split(";", -1)) {
            COLOURS.put(pair.split("=", -1)[0], pair.split("=", -1)[1]);
        }
        var nouns =
                "髪=hair;目=eyes;瞳=eyes;着物=kimono;浴衣=yukata;ドレス=dress;服=clothes;帽子=hat;傘=umbrella;車=car;"
                        + "空=sky;花=flowers;猫=cat;hair=hair;eyes=eyes;kimono=kimono;dress=dress;"
                        + "clothes=clothes;hat=hat;umbrella=umbrella;car=car;sky=sky;flowers=flowers;cat=cat;"
                        + "coat=coat;suit=suit";
        for (var pair : nouns.split(";", -1)) {
            NOUNS.put(pair.split("=", -1)[0], pair.split("=", -1)[1]);
        }
    }

    private final ObjectMapper mapper;
    private final Retouches book;
    private final JsonNode properties;
    private final String text;
    private final Wish wish;
    private final Map<String, String> parts = new LinkedHashMap<>();
    private final Map<String, String> replaced = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final Map<String, String> added = new LinkedHashMap<>();
    private final Set<String> unwanted = new LinkedHashSet<>();
    private final List<Retouches.Hit> used = new ArrayList<>();

    Retoucher(
            ObjectMapper mapper, Retouches book, JsonNode schema, ChatRequest request, Wish wish) {
        this.mapper = mapper;
        this.book = book;
        this.properties = schema.path("properties");
        this.text = Normalizer.normalize(request.instruction(), Normalizer.Form.NFKC).strip();
        this.wish = wish;
        for (var message : request.messages()) {
            if (message.role().equals("user")) {
                var found = PART.matcher(message.content());
                while (found.find()) {
                    parts.putIfAbsent(found.group(1), found.group(2));
                }
            }
        }
    }

    /** Whether this schema asks for a change and not for a whole. */
    static boolean isAskedBy(JsonNode schema) {
        var properties = schema.path("properties");
        return properties.has("replace") && properties.has("remove") && properties.has("add");
    }

    ObjectNode answer() {
        loraNames();
        colours();
        book.in(text).stream().filter(each -> !taken(each)).forEach(this::retouch);
        if (nothing() && !wish.japanese()) {
            english();
        }
        var answer = mapper.createObjectNode();
        answer.put("explanation", explanation());
        parts(answer);
        numbers(answer);
        loras(answer);
        if (properties.has("seed") && ANOTHER.matcher(text).find()) {
            answer.put("seed", "new");
        }
        return answer;
    }

    /** The name of a LoRA is no word about the picture. */
    private void loraNames() {
        for (var option : properties.at("/loras/items/properties/name/enum")) {
            var found = Retouches.word(option.asText()).matcher(text);
            if (found.find()) {
                used.add(
                        new Retouches.Hit(
                                Retouches.Entry.of(option.asText(), "lora", ""),
                                found.start(),
                                found.end()));
            }
        }
    }

    private boolean nothing() {
        return replaced.isEmpty() && removed.isEmpty() && added.isEmpty() && unwanted.isEmpty();
    }

    /** "髪を赤く", "make her hair red", "a blue kimono". */
    private void colours() {
        for (var noun : NOUNS.entrySet()) {
            for (var colour : COLOURS.entrySet()) {
                var japanese = noun.getKey().codePointAt(0) > 128;
                if (japanese != colour.getKey().codePointAt(0) > 128) {
                    continue;
                }
                var n = Pattern.quote(noun.getKey());
                var c = Pattern.quote(colour.getKey());
                var pattern =
                        Pattern.compile(
                                japanese
                                        ? n
                                                + "(?:の色)?[をはも]"
                                                + c
                                                + "(?:色)?[くにへ]|"
                                                + c
                                                + "い?の?"
                                                + n
                                                + "[にで]"
                                        : "(?i)\\b"
                                                + n
                                                + "(?:\\s+colou?r)?\\s+(?:to\\s+|into\\s+|be\\s+)?(?:be\\s+)?"
                                                + c
                                                + "\\b|\\b"
                                                + c
                                                + "\\s+"
                                                + n
                                                + "\\b");
                var found = pattern.matcher(text);
                if (found.find()
                        && used.stream()
                                .noneMatch(each -> overlap(each, found.start(), found.end()))) {
                    used.add(
                            new Retouches.Hit(
                                    Retouches.Entry.of(found.group(), "colour", colour.getValue()),
                                    found.start(),
                                    found.end()));
                    paint(noun.getValue(), colour.getValue());
                }
            }
        }
    }

    private static boolean overlap(Retouches.Hit hit, int start, int end) {
        return start < hit.end() && hit.start() < end;
    }

    private boolean taken(Retouches.Hit hit) {
        return used.stream().anyMatch(each -> overlap(each, hit.start(), hit.end()));
    }

    private void paint(String noun, String colour) {
        var hue = noun.equals("hair") && colour.equals("golden") ? "blonde" : colour;
        var word =
                noun.equals("clothes")
                        ? Pattern.compile(
                                "kimono|yukata|dress|uniform|suit|coat|hoodie|sweater|clothes|armor")
                        : Retouches.word(noun);
        for (var part : parts.entrySet()) {
            var found = word.matcher(part.getValue());
            if (part.getKey().startsWith("p") && found.find()) {
                var bare =
                        part.getValue()
                                .replaceAll(
                                        "(?i)\\b(light blue|"
                                                + String.join("|", new HashSet<>(COLOURS.values()))
                                                + ")\\b ?",
                                        "");
                var at = word.matcher(bare);
                replaced.put(
                        part.getKey(),
                        at.find()
                                ? bare.substring(0, at.start())
                                        + hue
                                        + " "
                                        + bare.substring(at.start())
                                : hue + " " + noun);
                return;
            }
        }
        added.put(hue + " " + noun, "");
    }

    private void retouch(Retouches.Hit hit) {
        var entry = hit.entry();
        var after = text.substring(hit.end(), Math.min(text.length(), hit.end() + 10));
        var before = text.substring(Math.max(0, hit.start() - 30), hit.start());
        if (AWAY_AFTER.matcher(after).find() || AWAY_BEFORE.matcher(before).find()) {
            away(entry);
            return;
        }
        for (var part : parts.entrySet()) {
            if (!part.getKey().startsWith("p") || entry.kind().equals("thing")) {
                continue;
            }
            var now = replaced.getOrDefault(part.getKey(), part.getValue());
            var word = book.wordOf(entry.kind(), now);
            if (word.isPresent()) {
                var changed = Retouches.word(word.get()).matcher(now).replaceFirst(entry.words());
                if (!changed.equals(part.getValue())) {
                    replaced.put(part.getKey(), changed);
                }
                return;
            }
        }
        if (parts.values().stream().noneMatch(each -> each.equalsIgnoreCase(entry.words()))) {
            added.put(entry.words(), entry.kind());
        }
    }

    /** What must go is taken out where it stands, and kept out. */
    private void away(Retouches.Entry entry) {
        for (var part : parts.entrySet()) {
            if (part.getKey().startsWith("p")
                    && Retouches.word(entry.words()).matcher(part.getValue()).find()) {
                removed.add(part.getKey());
            }
        }
        unwanted.add(entry.words());
    }

    /** English that the book does not know is taken as it is. */
    private void english() {
        var found = ENGLISH_ADDITION.matcher(text);
        while (found.find()) {
            added.put(found.group(1).strip().replaceFirst("(?i)^(a|an|the|some)\\s+", ""), "");
        }
    }

    private void parts(ObjectNode answer) {
        if (!replaced.isEmpty()) {
            var list = answer.putArray("replace");
            replaced.forEach((id, words) -> list.addObject().put("part", id).put("text", words));
        }
        removed.removeAll(replaced.keySet());
        texts(answer, "remove", removed);
        if (!added.isEmpty()) {
            var list = answer.putArray("add");
            added.forEach((words, kind) -> addition(list, words, kind));
        }
        texts(answer, "negative_add", unwanted);
    }

    /** What belongs to the subject stands behind it, everything else at the end. */
    private void addition(ArrayNode list, String words, String kind) {
        var one = list.addObject().put("text", words);
        if (Set.of("expression", "haircolor", "hairlength", "hairstyle", "clothes").contains(kind)
                && parts.containsKey("p1")) {
            one.put("after", "p1");
        }
    }

    private static void texts(ObjectNode answer, String name, Set<String> texts) {
        if (!texts.isEmpty()) {
            var list = answer.putArray(name);
            texts.forEach(list::add);
        }
    }

    private void numbers(ObjectNode answer) {
        wish.steps().ifPresent(each -> answer.put("steps", each));
        wish.cfgScale().ifPresent(each -> answer.put("cfg_scale", each));
        wish.width().ifPresent(each -> answer.put("width", each));
        wish.height().ifPresent(each -> answer.put("height", each));
        wish.imageCount().ifPresent(each -> answer.put("image_count", each));
        for (var field : List.of("model", "sampler", "scheduler")) {
            for (var option : properties.path(field).path("enum")) {
                if (option.asText().length() > 3 && wish.names(option.asText())) {
                    answer.put(field, option.asText());
                }
            }
        }
    }

    private void loras(ObjectNode answer) {
        var items = properties.path("loras").path("items").path("properties").path("name");
        var inUse = new HashSet<String>();
        properties
                .path("loras_remove")
                .path("items")
                .path("enum")
                .forEach(each -> inUse.add(each.asText()));
        for (var option : items.path("enum")) {
            var name = option.asText();
            var about =
                    wish.names(name)
                            || wish.speaksOf(name)
                            || inUse.contains(name)
                                    && text.toLowerCase(Locale.ROOT).contains("lora");
            if (!about) {
                continue;
            }
            if (inUse.contains(name) && STOP.matcher(text).find()) {
                answer.withArray("loras_remove").add(name);
            } else {
                var weight =
                        WEAKER.matcher(text).find()
                                ? 0.4
                                : inUse.contains(name) && STRONGER.matcher(text).find() ? 1.2 : 0.8;
                answer.withArray("loras").addObject().put("name", name).put("weight", weight);
            }
        }
    }

    /** One sentence for the user, in the user's language. */
    private String explanation() {
        var shown = new LinkedHashSet<>(replaced.values());
        shown.addAll(added.keySet());
        var words = String.join(", ", shown);
        var gone = String.join(", ", unwanted);
        if (wish.japanese()) {
            return (words.isEmpty() ? "" : "「%s」に変更しました。".formatted(words))
                    + (gone.isEmpty() ? "" : "「%s」を取り除きました。".formatted(gone));
        }
        return (words.isEmpty() ? "" : "Changed: %s. ".formatted(words))
                + (gone.isEmpty() ? "" : "Removed: %s.".formatted(gone));
    }
}
