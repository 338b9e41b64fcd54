package dev.easel.bot.text;

import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.FieldRule;
import dev.easel.protocol.client.Problem;
import java.util.Optional;

/** What api refused, in the reader's language and with the values that api names. */
public final class ProblemText {
    private static final int VALUE_CHARS_MAX = 100;

    private ProblemText() {}

    public static String of(Problem problem, Texts texts) {
        var text =
                FieldRule.of(problem.code())
                        .map(rule -> field(rule, problem, texts))
                        .orElseGet(() -> reason(problem, texts));
        return problem.traceId() == null ? text : texts.withId(text, problem.traceId());
    }

    private static String field(FieldRule rule, Problem problem, Texts texts) {
        var said = new Said(problem, texts);
        var field = texts.field(problem.field() == null ? "" : problem.field());
        return switch (rule) {
            case REQUIRED -> texts.get(Key.PROBLEM_REQUIRED, field);
            case UNKNOWN -> texts.get(Key.ERROR_SETTING_KEY, said.names("known"));
            case WRONG_TYPE ->
                    texts.get(Key.PROBLEM_TYPE, field, kind(said.raw("expected"), texts));
            case NOT_A_CHOICE -> texts.get(Key.PROBLEM_CHOICE, field, said.names("known"));
            case OUT_OF_RANGE ->
                    texts.get(
                            said.raw("places").equals("0")
                                    ? Key.PROBLEM_RANGE_WHOLE
                                    : Key.PROBLEM_RANGE,
                            field,
                            said.raw("bound_min"),
                            said.raw("bound_max"),
                            said.raw("places"));
            case NOT_A_MULTIPLE ->
                    texts.get(
                            Key.PROBLEM_MULTIPLE,
                            field,
                            said.raw("step"),
                            said.raw("bound_min"),
                            said.raw("bound_max"),
                            said.raw("nearest"));
            case TOO_LONG ->
                    texts.get(Key.PROBLEM_LONG, field, said.raw("value"), said.raw("bound_max"));
            case FORBIDDEN_CHARACTERS -> texts.get(Key.PROBLEM_CHARACTERS, field);
            case TOO_MANY_ENTRIES -> texts.get(Key.PROBLEM_ENTRIES, field, said.raw("bound_max"));
            case GIVEN_TWICE -> texts.get(Key.PROBLEM_TWICE, said.value("value"));
            case TOO_MANY_PIXELS ->
                    texts.get(
                            Key.PROBLEM_PIXELS,
                            said.raw("width"),
                            said.raw("height"),
                            said.raw("image_count"),
                            said.raw("nearest"));
            case INVALID -> texts.get(Key.PROBLEM_INVALID, field);
        };
    }

    private static String reason(Problem problem, Texts texts) {
        return switch (Reason.of(problem.code()).orElse(Reason.INVALID_REQUEST)) {
            case MODEL_NOT_FOUND -> name(problem, Key.KIND_MODEL, texts);
            case LORA_NOT_FOUND -> name(problem, Key.KIND_LORA, texts);
            case SAMPLER_NOT_FOUND -> name(problem, Key.KIND_SAMPLER, texts);
            case SCHEDULER_NOT_FOUND -> name(problem, Key.KIND_SCHEDULER, texts);
            case USER_LIMIT_EXCEEDED ->
                    problem.params().containsKey("bound_max")
                            ? texts.get(Key.ERROR_QUOTA, problem.params().get("bound_max"))
                            : explained(problem, texts);
            case TOO_MANY_REQUESTS -> texts.get(Key.ERROR_QUEUE);
            case DATABASE_UNAVAILABLE,
                    CLUSTER_UNAVAILABLE,
                    IMAGE_STORE_UNAVAILABLE,
                    API_UNAVAILABLE,
                    BACKEND_UNAVAILABLE,
                    RENDERER_UNAVAILABLE,
                    MODEL_UNAVAILABLE ->
                    texts.get(Key.ERROR_BACKEND);
            default -> explained(problem, texts);
        };
    }

    private static String explained(Problem problem, Texts texts) {
        var word = Reason.of(problem.code()).orElse(Reason.INVALID_REQUEST).word();
        var told = texts.explanation(word, Concrete.of(problem.params(), texts));
        return "⚠️ "
                + told.what()
                + texts.get(Key.SENTENCE_SPACE)
                + told.why()
                + "\n"
                + told.remedy();
    }

    private static String name(Problem problem, Key kind, Texts texts) {
        var said = new Said(problem, texts);
        var names =
                Optional.ofNullable(problem.params().get("nearest"))
                        .or(() -> Optional.ofNullable(problem.params().get("installed")));
        var word = texts.get(kind);
        return names.map(n ->
                        texts.get(
                                Key.ERROR_NAME, word, said.value("name"), Concrete.names(n, texts)))
                .orElseGet(() -> texts.get(Key.ERROR_NAME_UNLIKE, word, said.value("name")));
    }

    private static String kind(String expected, Texts texts) {
        return switch (expected) {
            case "number" -> texts.get(Key.TYPE_NUMBER);
            case "list" -> texts.get(Key.TYPE_LIST);
            case "name", "tag" -> texts.get(Key.TYPE_NAME);
            default -> texts.get(Key.TYPE_TEXT);
        };
    }

    /** The params of a problem, as texts show them. */
    private record Said(Problem problem, Texts texts) {
        String raw(String name) {
            return UserText.escape(UserText.cut(param(name), VALUE_CHARS_MAX));
        }

        String value(String name) {
            return UserText.code(UserText.cut(param(name), VALUE_CHARS_MAX));
        }

        String names(String name) {
            return Concrete.names(param(name), texts);
        }

        private String param(String name) {
            return problem.params().getOrDefault(name, "");
        }
    }
}
