package dev.easel.api.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.FieldProblems;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.FieldRule;
import dev.easel.protocol.client.GenerateInput;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateFormTest {
    private static final String LEAST =
            """
            "guild_id": "g", "user_id": "u", "thread_id": "t", "instruction": "a cat"
            """;

    @Test
    void makesASpecOfTheContractsFields() throws JsonProcessingException {
        var spec =
                GenerateForm.spec(
                        input("{" + LEAST + ", \"web_research\": true, \"locale\": \"ja\"}"), "p");
        assertThat(spec.instruction()).isEqualTo("a cat");
        assertThat(spec.threadID()).isEqualTo("t");
        assertThat(spec.poolRef().name()).isEqualTo("p");
        assertThat(spec.research().name()).isEqualTo("ENABLED");
        var requester = Objects.requireNonNull(spec.requester());
        assertThat(requester.source()).isEqualTo(RequestSource.API);
        assertThat(requester.tenant()).isEqualTo("g");
        assertThat(requester.userID()).isEqualTo("u");
        assertThat(requester.locale()).isEqualTo("ja");
    }

    @Test
    void postsOnlyWhereItIsAskedTo() throws JsonProcessingException {
        assertThat(GenerateForm.spec(input("{" + LEAST + "}"), "p").delivery()).isNull();
        var spec =
                GenerateForm.spec(
                        input(
                                "{"
                                        + LEAST
                                        + ", \"delivery\": {\"discord\": {\"channel_id\": \"12\","
                                        + " \"thread_id\": \"34\"}}}"),
                        "p");
        var discord = Objects.requireNonNull(Objects.requireNonNull(spec.delivery()).discord());
        assertThat(discord.channelID()).isEqualTo("12");
        assertThat(discord.threadID()).isEqualTo("34");
        assertThat(discord.cardMessageID()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | delivery.discord",
                "{\"discord\": {}} | delivery.discord",
                "{\"discord\": {\"thread_id\": \"@everyone\"}} | delivery.discord.thread_id",
                "{\"discord\": {\"channel_id\": \"\"}} | delivery.discord.channel_id",
            })
    void refusesPlacesThatAreNone(String delivery, String field) throws JsonProcessingException {
        assertThat(refusal(input("{" + LEAST + ", \"delivery\": " + delivery + "}")))
                .isEqualTo(field);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "width | 64",
                "width | 2048",
                "height | 72",
                "steps | 1",
                "steps | 150",
                "cfg_scale | 1",
                "cfg_scale | 30.0",
                "cfg_scale | 7.50",
                "seed | -1",
                "seed | 4294967295",
                "image_count | 8",
                "loras | [{\"name\": \"a\", \"weight\": -2.00}]",
                "loras | [{\"name\": \"a\"}]",
                "prompt | \"a cat\"",
                "negative_prompt | \"\"",
            })
    void takesWhatIsOnTheBound(String field, String value) throws JsonProcessingException {
        assertThat(GenerateForm.spec(with(field, value), "p").parameters()).isNotNull();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "width | 63",
                "width | 65",
                "width | 4096",
                "width | -2147483648",
                "width | 2147483647",
                "height | 0",
                "steps | 0",
                "steps | 151",
                "cfg_scale | 0.99",
                "cfg_scale | 30.01",
                "cfg_scale | 7.123",
                "seed | -2",
                "seed | 4294967296",
                "image_count | 0",
                "image_count | 9",
                "model | \"\"",
                "sampler | \"a\\u0000b\"",
                "scheduler | \"a\\nb\"",
                "prompt | \" \"",
                "negative_prompt | \"a\\u0007b\"",
                "loras | [{\"name\": \"a\", \"weight\": 2.01}]",
                "loras | [{\"name\": \"a\", \"weight\": 0.001}]",
                "loras | [{\"name\": \"a:b\"}]",
                "loras | [{\"name\": \"a\"}, {\"name\": \"a\"}]",
                "loras | [{\"weight\": 1}]",
                "loras | [null]",
            })
    void refusesWhatIsBeyondTheBoundAndNamesTheField(String field, String value)
            throws JsonProcessingException {
        assertThat(refusal(with(field, value))).startsWith("parameters." + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "　"})
    void refusesAnInstructionWithoutWords(String instruction) throws JsonProcessingException {
        assertThat(refusal(instruction(instruction))).isEqualTo("instruction");
    }

    @Test
    void countsCharactersAsPeopleDo() throws JsonProcessingException {
        assertThat(GenerateForm.spec(instruction("🎨".repeat(2000)), "p").instruction())
                .isNotNull();
        assertThat(refusal(instruction("🎨".repeat(2001)))).isEqualTo("instruction");
        assertThat(refusal(instruction("a".repeat(2001)))).isEqualTo("instruction");
        assertThat(refusal(instruction("half a \ud83c pair"))).isEqualTo("instruction");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guild_id", "user_id", "thread_id", "instruction"})
    void refusesAnInputWithoutWhatTheContractRequires(String field) throws JsonProcessingException {
        assertThat(refusal(input("{" + LEAST.replace(field, "other") + "}"))).isEqualTo(field);
    }

    @Test
    void needsNoInstructionBesideAPrompt() throws JsonProcessingException {
        var input =
                input(
                        "{"
                                + LEAST.replace("instruction", "other")
                                + ", \"parameters\": {\"prompt\": \"a cat\"}}");
        assertThat(GenerateForm.spec(input, "p").instruction()).isNull();
    }

    @Test
    void refusesMorePixelsThanTheResourceAllows() throws JsonProcessingException {
        var input =
                input(
                        "{"
                                + LEAST
                                + ", \"parameters\": {\"width\": 2048, \"height\": 2048,"
                                + " \"image_count\": 3}}");
        assertThat(refusal(input)).isEqualTo("parameters");
    }

    @ParameterizedTest(name = "{0} with source {1} and instruction {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "Generate, no,  yes, -",
                "Generate, yes, yes, source",
                "Generate, no,  no,  instruction",
                "Refine,   no,  yes, -",
                "Refine,   yes, yes, -",
                "Refine,   yes, no,  instruction",
                "Restore,  no,  no,  -",
                "Restore,  yes, no,  -",
                "Reroll,   no,  no,  source",
                "Reroll,   yes, no,  -",
                "Vary,     no,  no,  source",
                "Vary,     yes, yes, -",
                "Upscale,  no,  no,  source",
                "Upscale,  yes, no,  -",
                "Replay,   no,  no,  source",
                "Replay,   yes, no,  -",
                "Juggle,   yes, yes, action",
                "refine,   yes, yes, action",
            })
    void takesAnActionWithWhatItNeeds(
            String action, String source, String instruction, @Nullable String refused) {
        var from = new GenerateInput.Source(UUID.randomUUID(), 2);
        var input =
                new GenerateInput(
                        "g",
                        "u",
                        "t",
                        instruction.equals("yes") ? "brighter" : null,
                        null,
                        null,
                        null,
                        null,
                        action,
                        source.equals("yes") ? from : null);
        if (refused != null) {
            assertThat(refusal(input)).isEqualTo(refused);
            return;
        }
        var spec = GenerateForm.spec(input, "p");
        assertThat(Snapshot.word(spec.action())).isEqualTo(action);
        assertThat(spec.source())
                .isEqualTo(
                        source.equals("yes")
                                ? new Source(String.valueOf(from.requestId()), 2)
                                : null);
    }

    @Test
    void namesThePartOfASourceThatIsWrong() {
        assertThat(refusal(from(new GenerateInput.Source(null, 0)))).isEqualTo("source.request_id");
        assertThat(refusal(from(new GenerateInput.Source(UUID.randomUUID(), 8))))
                .isEqualTo("source.image_index");
        assertThat(refusal(from(new GenerateInput.Source(UUID.randomUUID(), -1))))
                .isEqualTo("source.image_index");
    }

    @Test
    void hashesActionAndSourceWithTheRest() {
        var id = UUID.randomUUID();
        var hashes =
                Stream.of(
                                instruction("a cat"),
                                from(new GenerateInput.Source(id, null)),
                                from(new GenerateInput.Source(id, 1)),
                                from(new GenerateInput.Source(UUID.randomUUID(), 1)))
                        .map(Submissions::hash);
        assertThat(hashes).doesNotHaveDuplicates();
        assertThat(Submissions.hash(from(new GenerateInput.Source(id, 1))))
                .isEqualTo(Submissions.hash(from(new GenerateInput.Source(id, 1))));
    }

    private static GenerateInput from(GenerateInput.Source source) {
        return new GenerateInput("g", "u", "t", "a cat", null, null, null, null, "Refine", source);
    }

    @Test
    void saysWhichSideWouldDo() {
        assertThat(FieldProblems.nearestSide(65)).isEqualTo(64);
        assertThat(FieldProblems.nearestSide(4096)).isEqualTo(2048);
        assertThat(FieldProblems.nearestSide(Integer.MIN_VALUE)).isEqualTo(64);
        assertThat(FieldProblems.nearestSide(Integer.MAX_VALUE)).isEqualTo(2048);
    }

    private static String refusal(GenerateInput input) {
        var problem = catchThrowableOfType(ApiProblem.class, () -> GenerateForm.spec(input, "p"));
        assertThat(FieldRule.of(problem.code())).isPresent();
        assertThat(problem.detail()).isNotBlank();
        return Objects.requireNonNull(problem.field());
    }

    private static GenerateInput with(String field, String value) throws JsonProcessingException {
        return input("{" + LEAST + ", \"parameters\": {\"" + field + "\": " + value + "}}");
    }

    private static GenerateInput instruction(String text) {
        return new GenerateInput("g", "u", "t", text, null, null, null, null, null, null);
    }

    private static GenerateInput input(String json) throws JsonProcessingException {
        return Json.mapper().readValue(json, GenerateInput.class);
    }
}
