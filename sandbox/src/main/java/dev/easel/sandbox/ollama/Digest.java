package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Sums up quoted snippets by repeating their sentences: it obeys none of them. */
final class Digest {
    private static final Pattern QUOTED =
            Pattern.compile("(?s)<snippets>(.*?)</snippets>", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINE = Pattern.compile("(?m)^\\[\\d+]\\s*[^:\\n]*:\\s*(.+)$");
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.。])(?:\\s+|(?=[^\\s\\d]))");
    private static final Pattern ADVICE =
            Pattern.compile("(?i)prompt|\\btags?\\b|\\bsay\\b|weight|プロンプト|タグ|を使う|指定|入れる|書く|コツ");
    private static final Pattern ENGLISH_WORDS = Pattern.compile("[a-z][a-z ]{3,30}[a-z]");
    private static final Pattern LORA = Pattern.compile("LoRA\\s*['\"]([^'\"]{2,60})['\"]");
    private static final Pattern STEPS = Pattern.compile("(?i)\\bsteps (\\d{1,3})");
    private static final Pattern CFG =
            Pattern.compile("(?i)CFG scale (?:を )?(\\d{1,2}(?:\\.\\d)?)");
    private static final Pattern SAMPLER =
            Pattern.compile("(?i)(?:sampler|サンプラー) ([A-Z][A-Za-z0-9+ ]*?)(?= with|[,.、。]|$)");

    private final ObjectMapper mapper;

    Digest(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    static boolean isAskedFor(ChatRequest request) {
        var properties = request.format().path("properties");
        return properties.has("summary") && properties.has("techniques");
    }

    ObjectNode of(ChatRequest request, Wish wish) {
        var sentences = sentences(request);
        var all = String.join(" ", sentences);
        var answer = mapper.createObjectNode();
        var bounds = request.format().path("properties");
        answer.put("summary", cut(firstOf(sentences), bounds.path("summary")));
        list(
                answer,
                "techniques",
                sentences.stream().filter(each -> ADVICE.matcher(each).find()).toList(),
                bounds);
        list(
                answer,
                "facts",
                sentences.stream().filter(each -> !ADVICE.matcher(each).find()).toList(),
                bounds);
        list(answer, "visual_keywords", keywords(sentences, wish), bounds);
        list(answer, "loras", groups(LORA, all), bounds);
        var settings = answer.putObject("settings");
        setting(settings, "steps", STEPS, all);
        setting(settings, "cfg_scale", CFG, all);
        setting(settings, "sampler", SAMPLER, all);
        return answer;
    }

    private static List<String> sentences(ChatRequest request) {
        var sentences = new LinkedHashSet<String>();
        for (var message : request.messages()) {
            var quoted = QUOTED.matcher(message.content());
            while (message.role().equals("user") && quoted.find()) {
                LINE.matcher(quoted.group(1))
                        .results()
                        .forEach(line ->
                                sentences.addAll(List.of(SENTENCE.split(line.group(1).strip()))));
            }
        }
        return List.copyOf(sentences);
    }

    private static String firstOf(List<String> sentences) {
        var first = String.join(" ", sentences.stream().limit(3).toList());
        return first.isEmpty() ? "The snippets say nothing." : first;
    }

    private static Set<String> keywords(List<String> sentences, Wish wish) {
        var words = new LinkedHashSet<String>();
        for (var sentence : sentences) {
            // An English phrase inside of a Japanese sentence is one for the prompt.
            if (sentence.codePoints().anyMatch(each -> each > 0x3000)) {
                words.addAll(groups(ENGLISH_WORDS, sentence));
            }
        }
        words.addAll(wish.tags());
        return words;
    }

    private static List<String> groups(Pattern pattern, String text) {
        var found = new ArrayList<String>();
        pattern.matcher(text)
                .results()
                .map(match -> match.groupCount() > 0 ? match.group(1) : match.group())
                .filter(each -> !found.contains(each))
                .forEach(found::add);
        return found;
    }

    private static void setting(ObjectNode settings, String name, Pattern pattern, String text) {
        groups(pattern, text).stream().findFirst().ifPresent(value -> settings.put(name, value));
    }

    private static void list(
            ObjectNode answer, String name, Iterable<String> values, JsonNode bounds) {
        var list = answer.putArray(name);
        var bound = bounds.path(name);
        for (var value : values) {
            if (list.size() < bound.path("maxItems").asInt(8)) {
                list.add(cut(value, bound.path("items")));
            }
        }
    }

    private static String cut(String text, JsonNode bound) {
        int max = bound.path("maxLength").asInt(200);
        return text.length() <= max ? text : text.substring(0, max);
    }
}
