package dev.easel.crds;

import java.util.ArrayList;
import java.util.stream.Stream;

/**
 * An object that breaks one bound or rule, and what the API server must say of it.
 *
 * @param rule the test's name
 * @param parts the object but for its metadata
 */
record BadCreation(String rule, String kind, String name, String parts, String says) {
    static final String BACKEND =
            "{name: gpu-0, automatic1111URL: 'http://a:7860', ollamaURL: 'http://o:11434'}";

    private static final String UUID = "6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f";

    @Override
    public String toString() {
        return rule;
    }

    static Stream<BadCreation> all() {
        return Stream.of(instructions(), actions(), parameters(), otherFields(), pools())
                .flatMap(rows -> rows);
    }

    private static Stream<BadCreation> instructions() {
        return Stream.of(
                new BadCreation("no spec", "GenerationRequest", "bad", "", "spec: Required value"),
                request(
                        "empty instruction",
                        "{instruction: ''}",
                        "spec.instruction: Invalid value"),
                request(
                        "2001 characters",
                        "{instruction: '" + "猫".repeat(2001) + "'}",
                        "spec.instruction: Too long: may not be more than 2000"),
                request(
                        "only white space",
                        "{instruction: \" \\u3000\\n\\t\"}",
                        "spec.instruction must not be only white space"),
                request(
                        "NUL in the instruction",
                        "{instruction: \"a\\0b\"}",
                        "spec.instruction must not contain control characters"),
                request(
                        "Generate without instruction",
                        "{action: Generate}",
                        "spec.instruction is required for Generate and Refine"),
                request(
                        "Generate with parameters but no prompt",
                        "{parameters: {steps: 20}}",
                        "spec.instruction is required for Generate and Refine"),
                request(
                        "Refine without instruction",
                        "{action: Refine, threadID: t, parameters: {prompt: x}}",
                        "spec.instruction is required for Generate and Refine"));
    }

    private static Stream<BadCreation> actions() {
        var unsourced =
                Stream.of("Reroll", "Vary", "Upscale", "Replay")
                        .map(action ->
                                request(
                                        action + " without source",
                                        "{action: " + action + ", threadID: t}",
                                        "spec.source is required for Reroll, Vary,"
                                                + " Upscale and Replay"));
        return Stream.concat(
                unsourced,
                Stream.of(
                        request(
                                "unknown action",
                                "{instruction: x, action: Draw}",
                                "spec.action: Unsupported value: \"Draw\": supported values"),
                        request(
                                "Generate with source",
                                "{instruction: x, source: {requestID: " + UUID + "}}",
                                "spec.source has no meaning for Generate"),
                        request(
                                "Refine without source and thread",
                                "{action: Refine, instruction: x}",
                                "spec.source or spec.threadID is required for Refine and Restore"),
                        request(
                                "Restore without source and thread",
                                "{action: Restore}",
                                "spec.source or spec.threadID is required for Refine and Restore"),
                        request(
                                "source without requestID",
                                "{action: Vary, source: {imageIndex: 0}}",
                                "spec.source.requestID: Required value"),
                        request(
                                "source that is no UUID",
                                "{action: Vary, source: {requestID: cat}}",
                                "spec.source.requestID must be a UUID"),
                        request(
                                "image -1",
                                "{action: Vary, source: {requestID: " + UUID + ", imageIndex: -1}}",
                                "spec.source.imageIndex in body should be greater than or equal"
                                        + " to 0"),
                        request(
                                "image 8",
                                "{action: Vary, source: {requestID: " + UUID + ", imageIndex: 8}}",
                                "spec.source.imageIndex in body should be less than or equal to"
                                        + " 7")));
    }

    private static Stream<BadCreation> parameters() {
        var tooManyLoras = new ArrayList<String>();
        for (int i = 0; i < 9; i++) {
            tooManyLoras.add("{name: l" + i + "}");
        }
        return Stream.of(
                parameter("prompt: ''", "parameters.prompt: Invalid value"),
                parameter("prompt: '  '", "spec.parameters.prompt must not be only white space"),
                parameter(
                        "prompt: \"a\\0b\"",
                        "spec.parameters.prompt must not contain control characters"),
                parameter("prompt: '" + "x".repeat(4001) + "'", "parameters.prompt: Too long"),
                parameter(
                        "negativePrompt: '" + "x".repeat(4001) + "'",
                        "parameters.negativePrompt: Too long"),
                parameter(
                        "negativePrompt: \"\\x7f\"",
                        "spec.parameters.negativePrompt must not contain control characters"),
                parameter("model: ''", "parameters.model: Invalid value"),
                parameter("model: '" + "x".repeat(254) + "'", "parameters.model: Too long"),
                parameter("model: \"a\\nb\"", "spec.parameters.model must not contain control"),
                parameter("sampler: '" + "x".repeat(254) + "'", "parameters.sampler: Too long"),
                parameter("sampler: \"a\\tb\"", "spec.parameters.sampler must not contain control"),
                parameter("scheduler: '" + "x".repeat(254) + "'", "parameters.scheduler: Too long"),
                parameter(
                        "scheduler: \"a\\rb\"",
                        "spec.parameters.scheduler must not contain control"),
                parameter("loras: [" + String.join(",", tooManyLoras) + "]", "parameters.loras"),
                parameter("loras: [{name: a}, {name: a}]", "parameters.loras[1]: Duplicate value"),
                parameter("loras: [{weight: '1'}]", "parameters.loras[0].name: Required value"),
                parameter(
                        "loras: [{name: 'a:1'}]",
                        "spec.parameters.loras[].name must not contain control characters or any"
                                + " of < > :"),
                parameter(
                        "loras: [{name: a, weight: '2.01'}]",
                        "spec.parameters.loras[].weight must be a decimal string"),
                parameter(
                        "loras: [{name: a, weight: '-2.01'}]",
                        "spec.parameters.loras[].weight must be a decimal string"),
                parameter("loras: [{name: a, weight: 0.8}]", "must be of type string"),
                parameter("steps: 0", "parameters.steps in body should be greater than or equal"),
                parameter("steps: 151", "steps in body should be less than or equal to 150"),
                parameter("steps: 20.5", "parameters.steps in body must be of type integer"),
                parameter("cfgScale: '0.99'", "spec.parameters.cfgScale must be a decimal string"),
                parameter("cfgScale: '30.01'", "spec.parameters.cfgScale must be a decimal string"),
                parameter("cfgScale: 'x'", "spec.parameters.cfgScale must be a decimal string"),
                parameter("cfgScale: 7.5", "parameters.cfgScale in body must be of type string"),
                parameter("seed: -2", "parameters.seed in body should be greater than or equal"),
                parameter("seed: 4294967296", "parameters.seed in body should be less than"),
                parameter("width: 63", "parameters.width in body should be greater than or equal"),
                parameter("width: 65", "spec.parameters.width must be a multiple of 8"),
                parameter("width: 4096", "width in body should be less than or equal to 2048"),
                parameter("height: 63", "parameters.height in body should be greater than"),
                parameter("height: 65", "spec.parameters.height must be a multiple of 8"),
                parameter("height: 4096", "height in body should be less than or equal to 2048"),
                parameter("imageCount: 0", "imageCount in body should be greater than or equal"),
                parameter("imageCount: 9", "imageCount in body should be less than or equal to 8"),
                parameter(
                        "width: 2048, height: 2048, imageCount: 3",
                        "width x height x imageCount must be at most 8388608 pixels"));
    }

    private static Stream<BadCreation> otherFields() {
        return Stream.of(
                field("threadID: ''", "spec.threadID: Invalid value"),
                field("threadID: '" + "1".repeat(65) + "'", "spec.threadID: Too long"),
                field("threadID: \"a\\nb\"", "spec.threadID must not contain control characters"),
                field("research: true", "spec.research in body must be of type string"),
                field("research: Maybe", "spec.research: Unsupported value"),
                field("requester: {source: Fax}", "spec.requester.source: Unsupported value"),
                field(
                        "requester: {tenant: '" + "t".repeat(65) + "'}",
                        "requester.tenant: Too long"),
                field("requester: {tenant: \"a\\nb\"}", "spec.requester.tenant must not contain"),
                field(
                        "requester: {userID: '" + "t".repeat(65) + "'}",
                        "requester.userID: Too long"),
                field("requester: {userID: \"a\\0b\"}", "spec.requester.userID must not contain"),
                field("requester: {locale: '12'}", "spec.requester.locale must be a language tag"),
                field("requester: {locale: en-aaaaaaaaaaaaaa}", "requester.locale: Too long"),
                discord("channelID: general", "spec.delivery.discord.channelID must be a Discord"),
                discord(
                        "threadID: '" + "1".repeat(21) + "'",
                        "spec.delivery.discord.threadID must"),
                discord("cardMessageID: ''", "spec.delivery.discord.cardMessageID must be a"),
                discord("channelID: 12345", "discord.channelID in body must be of type string"),
                field("poolRef: {name: Big}", "spec.poolRef.name must be the name of a"),
                field("poolRef: {name: " + "p".repeat(64) + "}", "spec.poolRef.name: Too long"),
                field("priority: 1001", "spec.priority in body should be less than or equal"),
                field("priority: -1001", "spec.priority in body should be greater than or equal"),
                field("desiredState: Paused", "spec.desiredState: Unsupported value"),
                field("queueTimeoutSeconds: 0", "queueTimeoutSeconds in body should be greater"),
                field("queueTimeoutSeconds: 604801", "queueTimeoutSeconds in body should be less"),
                field("runTimeoutSeconds: 0", "spec.runTimeoutSeconds in body should be greater"),
                field("runTimeoutSeconds: 7201", "spec.runTimeoutSeconds in body should be less"),
                field("maxAttempts: 0", "spec.maxAttempts in body should be greater than"),
                field("maxAttempts: 6", "spec.maxAttempts in body should be less than or equal"),
                field("ttlSecondsAfterFinished: -1", "ttlSecondsAfterFinished in body should be"),
                field("ttlSecondsAfterFinished: 31536001", "ttlSecondsAfterFinished in body"));
    }

    private static Stream<BadCreation> pools() {
        var tooMany = new ArrayList<String>();
        for (int i = 0; i < 17; i++) {
            tooMany.add(BACKEND.replace("gpu-0", "gpu-" + i));
        }
        return Stream.of(
                new BadCreation(
                        "pool: no spec", "GenerationPool", "bad", "", "spec: Required value"),
                pool("no back ends", "backends: []", "spec.backends: Invalid value"),
                pool("back ends absent", "memory: Shared", "spec.backends: Required value"),
                pool("17 back ends", "backends: [" + String.join(",", tooMany) + "]", "Too many"),
                pool(
                        "one name twice",
                        "backends: [" + BACKEND + "," + BACKEND + "]",
                        "spec.backends[1]: Duplicate value"),
                pool("name", backend("gpu-0", "GPU 0"), "spec.backends[].name must be at most 63"),
                pool(
                        "password in a URL",
                        backend("http://a:7860", "http://u:p@a"),
                        "spec.backends[].automatic1111URL must be http:// or https://"),
                pool(
                        "query in a URL",
                        backend("http://o:11434", "http://o?key=1"),
                        "spec.backends[].ollamaURL must be http:// or https://"),
                pool(
                        "no URL",
                        backend("http://o:11434", "ollama:11434"),
                        "spec.backends[].ollamaURL must be http:// or https://"),
                pool(
                        "language model",
                        backend("name: gpu-0", "name: gpu-0, ollamaModel: \"a\\nb\""),
                        "spec.backends[].ollamaModel must not contain control characters"),
                poolField("state: Off", "spec.state: Unsupported value"),
                poolField("memory: Big", "spec.memory: Unsupported value"),
                pool(
                        "no image",
                        "backends: [" + BACKEND + "], generator: {}",
                        "spec.generator.image: Required value"),
                pool(
                        "image with a space",
                        "backends: [" + BACKEND + "], generator: {image: 'a b'}",
                        "spec.generator.image must not contain white space"),
                gpu("resource: gpu", "spec.generator.gpu.resource must be the name of an extended"),
                gpu("count: -1", "generator.gpu.count in body should be greater than or equal"),
                gpu("count: 17", "generator.gpu.count in body should be less than or equal"),
                poolField("fairShare: {halfLifeSeconds: 59}", "halfLifeSeconds in body should be"),
                poolField("fairShare: {weights: {a: '0'}}", "spec.fairShare.weights must be"),
                poolField("fairShare: {weights: {a: heavy}}", "spec.fairShare.weights must be"),
                poolField("timeouts: {startSeconds: 0}", "timeouts.startSeconds in body should be"),
                poolField("timeouts: {startSeconds: 3601}", "timeouts.startSeconds in body should"),
                poolField(
                        "timeouts: {nodeLossReleaseSeconds: 0}", "nodeLossReleaseSeconds in body"),
                new BadCreation(
                        "pool: name that is no label",
                        "GenerationPool",
                        "a.b",
                        "spec: {backends: [" + BACKEND + "], generator: {image: i}}",
                        "metadata.name of a pool must be at most 63 lower case letters"));
    }

    private static BadCreation request(String rule, String spec, String says) {
        return new BadCreation(rule, "GenerationRequest", "bad", "spec: " + spec, says);
    }

    private static BadCreation field(String field, String says) {
        return request(shortened(field), "{instruction: x, " + field + "}", says);
    }

    private static BadCreation parameter(String field, String says) {
        return request(shortened(field), "{instruction: x, parameters: {" + field + "}}", says);
    }

    private static BadCreation discord(String field, String says) {
        return field("delivery: {discord: {" + field + "}}", says);
    }

    private static BadCreation pool(String rule, String fields, String says) {
        var generator = fields.contains("generator:") ? "}" : ", generator: {image: i}}";
        return new BadCreation(
                "pool: " + rule, "GenerationPool", "bad", "spec: {" + fields + generator, says);
    }

    private static BadCreation poolField(String field, String says) {
        return pool(field, "backends: [" + BACKEND + "], " + field, says);
    }

    private static BadCreation gpu(String field, String says) {
        return poolField("generator: {image: i, gpu: {" + field + "}}", says);
    }

    private static String backend(String from, String to) {
        return "backends: [" + BACKEND.replace(from, to) + "]";
    }

    private static String shortened(String field) {
        return field.length() <= 60 ? field : field.substring(0, 60) + "…";
    }
}
