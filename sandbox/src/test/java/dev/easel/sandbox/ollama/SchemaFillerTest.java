package dev.easel.sandbox.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFillerTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Lexicon LEXICON = Lexicon.load();

    @ParameterizedTest(name = "{0} from {1} is {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"type":"integer","minimum":30,"default":40} | steps | 40
                    {"type":"integer","minimum":30} | steps | 30
                    {"type":"integer","multipleOf":64} | width | 512
                    {"type":"string"} | cfg_scale | "7"
                    {"type":["integer","null"]} | seed | null
                    {"anyOf":[{"type":"null"},{"type":"integer"}]} | seed | null
                    {"type":"integer"} | seed | -1
                    {"enum":["DDIM","DPM++ 2M"],"type":"string"} | sampler | "DPM++ 2M"
                    {"enum":["DDIM","DPM++ 2M"],"default":"DDIM"} | sampler | "DDIM"
                    {"const":"v1"} | kind | "v1"
                    {"type":"boolean"} | hires | false
                    {"type":"array","items":{"type":"string"},"maxItems":2} | tags | ["1girl","princess"]
                    """)
    void fieldIsFilledByNameWithinItsSchema(String schema, String field, String expected)
            throws IOException {
        assertThat(fill(schema, field, "姫、城、月").toString()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{1} of {0} is {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    城、150ステップ | steps | 60
                    城、８枚 | image_count | 8
                    城、3x100 | height | 100
                    a castle, 5 images | imageCount | 5
                    a castle, seed 42 | seed | 42
                    """)
    void numbersOfTheSentenceAreKeptWithinBounds(String instruction, String field, int expected)
            throws IOException {
        var schema =
                "{\"type\":\"integer\",\"maximum\":100}"
                        .replace("100", field.equals("steps") ? "60" : "100");
        assertThat(fill(schema, field, instruction).asInt()).isEqualTo(expected);
    }

    @Test
    void samplerOfTheSentenceWinsOverTheDefault() throws IOException {
        var schema = "{\"enum\":[\"DDIM\",\"Euler a\"],\"default\":\"DDIM\"}";
        assertThat(fill(schema, "sampler", "a castle with euler a").asText()).isEqualTo("Euler a");
    }

    @Test
    void loraIsChosenIfTheSentenceSpeaksOfIt() throws IOException {
        var schema =
                """
                {"type":"array","items":{"type":"object","properties":{
                  "name":{"enum":["neon-city","anime-style"]},
                  "weight":{"type":"number","maximum":0.5}}}}
                """;
        assertThat(fill(schema, "loras", "アニメスタイルの城").toString())
                .isEqualTo("[{\"name\":\"anime-style\",\"weight\":0.5}]");
        assertThat(fill(schema, "loras", "城")).isEmpty();
    }

    @Test
    void promptIsCutAtATag() throws IOException {
        var prompt = fill("{\"type\":\"string\",\"maxLength\":14}", "prompt", "城、月、森").asText();
        assertThat(prompt).isEqualTo("castle, moon");
    }

    @Test
    void referencesAreFollowed() throws IOException {
        var schema =
                """
                {"type":"object","properties":{"steps":{"$ref":"#/$defs/s"}},
                 "$defs":{"s":{"type":"integer","maximum":12}}}
                """;
        var wish = Wish.of("城", LEXICON);
        assertThat(new SchemaFiller(MAPPER, MAPPER.readTree(schema), wish).fill().toString())
                .isEqualTo("{\"steps\":12}");
    }

    private static JsonNode fill(String schema, String field, String instruction)
            throws IOException {
        var root = MAPPER.createObjectNode().put("type", "object");
        root.putObject("properties").set(field, MAPPER.readTree(schema));
        return new SchemaFiller(MAPPER, root, Wish.of(instruction, LEXICON)).fill().get(field);
    }
}
