package dev.easel.api.generation;

import dev.easel.api.http.ApiProblem;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.GenerateInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a client's input into a spec, with the bounds that the resource's definition has. */
final class GenerateForm {
    private static final int ID_CHARS_MAX = 64;
    private static final int NAME_CHARS_MAX = 253;
    private static final int LORAS_MAX = 8;
    private static final BigDecimal LORA_WEIGHT_MAX = BigDecimal.valueOf(2);
    private static final BigDecimal CFG_MIN = BigDecimal.ONE;
    private static final BigDecimal CFG_MAX = BigDecimal.valueOf(30);
    private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]");
    private static final Pattern NOT_ONE_LINE = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern NOT_IN_LORA_NAMES = Pattern.compile("[\\x00-\\x1f\\x7f<>:]");

    private GenerateForm() {}

    static GenerationRequestSpec spec(GenerateInput input, String defaultPool) {
        var tenant = id("guild_id", input.guildId());
        var user = id("user_id", input.userId());
        var thread = id("thread_id", input.threadId());
        var parameters = parameters(input.parameters());
        var action = action(input.action());
        var givenPrompt = parameters != null && parameters.prompt() != null;
        return new GenerationRequestSpec(
                instruction(input.instruction(), needsInstruction(action, givenPrompt)),
                action,
                source(action, input.source()),
                parameters,
                Boolean.TRUE.equals(input.webResearch()) ? Research.ENABLED : Research.DISABLED,
                thread,
                new Requester(RequestSource.API, tenant, user, locale(input.locale())),
                null,
                new PoolRef(pool(input.pool(), defaultPool)),
                0,
                DesiredState.ACTIVE,
                GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                null);
    }

    private static Action action(@Nullable String word) {
        if (word == null) {
            return Action.GENERATE;
        }
        return Arrays.stream(Action.values())
                .filter(action -> Snapshot.word(action).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        ApiProblem.invalid(
                                "action",
                                "action must be one of "
                                        + Arrays.stream(Action.values())
                                                .map(Snapshot::word)
                                                .collect(Collectors.joining(", "))
                                        + ": leave it out for Generate."));
    }

    /** Refine and Restore start from what their thread has where no request is named. */
    private static @Nullable Source source(Action action, GenerateInput.@Nullable Source given) {
        if (given == null) {
            if (action == Action.GENERATE || action == Action.REFINE || action == Action.RESTORE) {
                return null;
            }
            throw ApiProblem.invalid(
                    "source",
                    "source is required for "
                            + Snapshot.word(action)
                            + ": give the request_id of the earlier request.");
        }
        if (action == Action.GENERATE) {
            throw ApiProblem.invalid(
                    "source",
                    "source has no meaning for Generate: leave it out, or choose an action that"
                            + " starts from an earlier request.");
        }
        if (given.requestId() == null) {
            throw ApiProblem.invalid(
                    "source.request_id",
                    "source.request_id is required: give the request_id of the earlier request.");
        }
        var index = given.imageIndex();
        if (index != null && (index < 0 || index > 7)) {
            throw ApiProblem.invalid(
                    "source.image_index",
                    "source.image_index must be from 0 to 7: leave it out if all images are"
                            + " meant.");
        }
        return new Source(given.requestId().toString(), index);
    }

    private static boolean needsInstruction(Action action, boolean givenPrompt) {
        return action == Action.REFINE || (action == Action.GENERATE && !givenPrompt);
    }

    private static @Nullable String instruction(@Nullable String text, boolean needed) {
        if (text == null && !needed) {
            return null;
        }
        if (text == null || text.isBlank()) {
            throw ApiProblem.invalid(
                    "instruction",
                    "instruction must not be empty or only spaces: say in 1 to 2000 characters what"
                            + " the picture should show or what should change"
                            + (needed ? "." : ", or leave it out."));
        }
        return text("instruction", text, GenerationRequestSpec.INSTRUCTION_CHARS_MAX, CONTROL);
    }

    private static String id(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw ApiProblem.invalid(
                    field, field + " is required: give 1 to " + ID_CHARS_MAX + " characters.");
        }
        return text(field, text, ID_CHARS_MAX, NOT_ONE_LINE);
    }

    private static @Nullable String locale(@Nullable String locale) {
        if (locale != null && (locale.length() > 16 || !LOCALE.matcher(locale).matches())) {
            throw ApiProblem.invalid(
                    "locale",
                    "locale must be a language tag of at most 16 characters: send ja or en-US, for"
                            + " example, or leave it out.");
        }
        return locale;
    }

    private static String pool(@Nullable String pool, String defaultPool) {
        if (pool == null) {
            return defaultPool;
        }
        if (!DNS_LABEL.matcher(pool).matches()) {
            throw ApiProblem.invalid(
                    "pool",
                    "pool must be the name of a GenerationPool, which is 1 to 63 small letters,"
                            + " digits and dashes: leave it out for the default pool.");
        }
        return pool;
    }

    private static @Nullable Parameters parameters(GenerateInput.@Nullable Parameters given) {
        if (given == null) {
            return null;
        }
        var width = side("parameters.width", given.width());
        var height = side("parameters.height", given.height());
        var imageCount = whole("parameters.image_count", given.imageCount(), 1, 8);
        pixels(width, height, imageCount);
        return new Parameters(
                prompt(given.prompt()),
                optional(
                        "parameters.negative_prompt",
                        given.negativePrompt(),
                        Parameters.PROMPT_CHARS_MAX,
                        CONTROL),
                name("parameters.model", given.model()),
                loras(given.loras()),
                whole("parameters.steps", given.steps(), 1, 150),
                cfgScale(given.cfgScale()),
                name("parameters.sampler", given.sampler()),
                name("parameters.scheduler", given.scheduler()),
                seed(given.seed()),
                width,
                height,
                imageCount);
    }

    private static @Nullable String prompt(@Nullable String prompt) {
        if (prompt != null && prompt.isBlank()) {
            throw ApiProblem.invalid(
                    "parameters.prompt",
                    "parameters.prompt must not be empty or only spaces: leave it out and the"
                            + " prompt is written for you.");
        }
        return optional("parameters.prompt", prompt, Parameters.PROMPT_CHARS_MAX, CONTROL);
    }

    private static @Nullable String name(String field, @Nullable String name) {
        if (name != null && name.isBlank()) {
            throw ApiProblem.invalid(
                    field, field + " must not be empty: leave it out for the default.");
        }
        return optional(field, name, NAME_CHARS_MAX, NOT_ONE_LINE);
    }

    private static @Nullable Integer side(String field, @Nullable Integer side) {
        if (side != null && (side < 64 || side > 2048 || side % 8 != 0)) {
            throw ApiProblem.invalid(
                    field,
                    field
                            + " must be a multiple of 8 from 64 to 2048 pixels: "
                            + nearestSide(side)
                            + " is the nearest.");
        }
        return side;
    }

    static int nearestSide(int side) {
        return Math.clamp((side + 4L) / 8 * 8, 64, 2048);
    }

    private static void pixels(
            @Nullable Integer width, @Nullable Integer height, @Nullable Integer imageCount) {
        var pixels =
                (long) (width == null ? 64 : width)
                        * (height == null ? 64 : height)
                        * (imageCount == null ? 1 : imageCount);
        if (pixels > Parameters.PIXELS_MAX) {
            throw ApiProblem.invalid(
                    "parameters",
                    "width x height x image_count must be at most "
                            + Parameters.PIXELS_MAX
                            + " pixels, which is 8 images of 1024x1024 or 2 of 2048x2048: use"
                            + " smaller sides or fewer images.");
        }
    }

    private static @Nullable Integer whole(
            String field, @Nullable Integer value, int min, int max) {
        if (value != null && (value < min || value > max)) {
            throw ApiProblem.invalid(
                    field,
                    field
                            + " must be from "
                            + min
                            + " to "
                            + max
                            + ": leave it out for the default.");
        }
        return value;
    }

    private static @Nullable Long seed(@Nullable Long seed) {
        if (seed != null && (seed < -1 || seed > 4294967295L)) {
            throw ApiProblem.invalid(
                    "parameters.seed",
                    "parameters.seed must be from 0 to 4294967295, or -1 for a random one.");
        }
        return seed;
    }

    private static @Nullable String cfgScale(@Nullable BigDecimal scale) {
        if (scale == null) {
            return null;
        }
        if (scale.compareTo(CFG_MIN) < 0
                || scale.compareTo(CFG_MAX) > 0
                || scale.stripTrailingZeros().scale() > 2) {
            throw ApiProblem.invalid(
                    "parameters.cfg_scale",
                    "parameters.cfg_scale must be from 1.0 to 30.0 with at most two decimal"
                            + " places: leave it out for the default.");
        }
        return plain(scale);
    }

    private static List<Parameters.Lora> loras(@Nullable List<Lora> given) {
        var loras = new ArrayList<Parameters.Lora>();
        if (given == null) {
            return loras;
        }
        if (given.size() > LORAS_MAX) {
            throw ApiProblem.invalid(
                    "parameters.loras", "parameters.loras may have at most 8 entries.");
        }
        var names = new HashSet<String>();
        for (int i = 0; i < given.size(); i++) {
            var field = "parameters.loras[" + i + "]";
            var lora = lora(field, given.get(i));
            if (!names.add(lora.name())) {
                throw ApiProblem.invalid(field, field + ".name is given twice: name it once.");
            }
            loras.add(lora);
        }
        return loras;
    }

    private static Parameters.Lora lora(String field, @Nullable Lora lora) {
        if (lora == null || lora.name() == null || lora.name().isBlank()) {
            throw ApiProblem.invalid(
                    field + ".name", field + ".name is required: give the LoRA's file stem.");
        }
        var name = text(field + ".name", lora.name(), NAME_CHARS_MAX, NOT_IN_LORA_NAMES);
        var weight = lora.weight();
        if (weight == null) {
            return new Parameters.Lora(name, null);
        }
        if (weight.abs().compareTo(LORA_WEIGHT_MAX) > 0
                || weight.stripTrailingZeros().scale() > 2) {
            throw ApiProblem.invalid(
                    field + ".weight",
                    field
                            + ".weight must be from -2.00 to 2.00 with at most two decimal places:"
                            + " 0.8 is usual.");
        }
        return new Parameters.Lora(name, plain(weight));
    }

    /** Trailing zeros beyond two places are spelling, not precision. */
    private static String plain(BigDecimal number) {
        return number.scale() <= 2 && number.scale() >= 0
                ? number.toPlainString()
                : number.stripTrailingZeros().toPlainString();
    }

    private static @Nullable String optional(
            String field, @Nullable String text, int charsMax, Pattern forbidden) {
        return text == null ? null : text(field, text, charsMax, forbidden);
    }

    private static String text(String field, String text, int charsMax, Pattern forbidden) {
        var chars = text.codePointCount(0, text.length());
        if (chars > charsMax) {
            throw ApiProblem.invalid(
                    field,
                    field
                            + " has "
                            + chars
                            + " characters, at most "
                            + charsMax
                            + " are allowed: make it shorter.");
        }
        if (forbidden.matcher(text).find() || hasLoneSurrogate(text)) {
            throw ApiProblem.invalid(
                    field, field + " has characters that are not allowed here: remove them.");
        }
        return text;
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
}
