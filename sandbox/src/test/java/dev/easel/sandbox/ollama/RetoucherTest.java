package dev.easel.sandbox.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetoucherTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Lexicon LEXICON = Lexicon.load();
    private static final Retouches BOOK = Retouches.load();
    private static final String PARTS =
            """
            Prompt:
            p1: 1girl
            p2: black hair
            p3: red kimono
            p4: standing
            p5: night city
            p6: neon lights
            p7: hat
            Negative prompt:
            n1: lowres
            """;
    private static final String SCHEMA =
            """
            {"type":"object","properties":{"explanation":{},"remove":{},"replace":{},"add":{},
             "negative_add":{},"seed":{},"loras":{"items":{"properties":{"name":
             {"enum":["ukiyo-e","neon-city"]}}}},"loras_remove":{"items":{"enum":["neon-city"]}}}}\
            """;

    private static JsonNode answer(String instruction) throws JsonProcessingException {
        var body = MAPPER.createObjectNode().put("model", "any");
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", PARTS + "<instruction>\n" + instruction + "\n</instruction>");
        var request = ChatRequest.of(body);
        return new Retoucher(
                        MAPPER,
                        BOOK,
                        MAPPER.readTree(SCHEMA),
                        request,
                        Wish.of(request.instruction(), LEXICON))
                .answer();
    }

    private static List<String> told(JsonNode answer) {
        var told = new ArrayList<String>();
        answer.path("replace")
                .forEach(each ->
                        told.add(each.path("part").asText() + "=" + each.path("text").asText()));
        answer.path("remove").forEach(each -> told.add("-" + each.asText()));
        answer.path("add").forEach(each -> told.add("+" + each.path("text").asText()));
        answer.path("negative_add").forEach(each -> told.add("no " + each.asText()));
        answer.path("loras")
                .forEach(each ->
                        told.add(each.path("name").asText() + " " + each.path("weight").asText()));
        answer.path("loras_remove").forEach(each -> told.add("-" + each.asText()));
        if (answer.has("seed")) {
            told.add("seed " + answer.path("seed").asText());
        }
        return told;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "もっと明るく | p6=bright lighting",
                "make it darker | p6=dim lighting",
                "笑顔にして | +smile",
                "give her a big smile | +smile",
                "金髪にして | p2=blonde hair",
                "make her hair blonde | p2=blonde hair",
                "髪を赤く | p2=red hair",
                "着物を青に | p3=blue kimono",
                "a blue kimono please | p3=blue kimono",
                "dress instead of kimono | p3=red dress",
                "座らせて | p4=sitting",
                "she should be sitting | p4=sitting",
                "朝にして | p5=morning city",
                "at sunset | p5=sunset city",
                "背景を森に | p5=night forest",
                "put her in a forest | p5=night forest",
                "雨を降らせて | +rain",
                "水彩画風に | +watercolor painting",
                "in watercolor | +watercolor painting",
                "帽子を消して | -p7;no hat",
                "remove the hat | -p7;no hat",
                "no hat, and rain | -p7;+rain;no hat",
                "眼鏡をかけて、帽子なし | -p7;+glasses;no hat",
                "違う構図で | seed new",
                "ukiyo-eで | ukiyo-e 0.8",
                "LoRAを弱めて | neon-city 0.4",
                "remove the LoRA neon-city | -neon-city",
                "add a paper crane | +paper crane"
            })
    void namesThePartsThatChange(String instruction, String expected) throws Exception {
        assertThat(String.join(";", told(answer(instruction)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"いいね", "thanks"})
    void changesNothingWhereNothingIsAsked(String instruction) throws Exception {
        assertThat(told(answer(instruction))).isEmpty();
    }
}
