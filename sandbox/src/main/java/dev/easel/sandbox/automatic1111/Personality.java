package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.standin.Reply;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which program it plays: they share an interface, and differ where nobody expects it. */
public enum Personality {
    A1111("v1.10.1"),
    /** Unknown samplers are refused. */
    A1111_1_9("v1.9.4"),
    /** The sampler's name says the scheduler too; there is no list of schedulers. */
    A1111_1_8("v1.8.0"),
    FORGE("f2.0.1v1.10.1-previous-665"),
    SD_NEXT("058a7f0c"),
    /** The server of stable-diffusion.cpp: one model, no progress and no interrupt. */
    SD_CPP("stable-diffusion.cpp");

    private static final Set<String> SD_CPP_PATHS =
            Set.of(
                    "/sdapi/v1/txt2img",
                    "/sdapi/v1/img2img",
                    "/sdapi/v1/loras",
                    "/sdapi/v1/upscalers",
                    "/sdapi/v1/latent-upscale-modes",
                    "/sdapi/v1/samplers",
                    "/sdapi/v1/schedulers",
                    "/sdapi/v1/sd-models",
                    "/sdapi/v1/options");

    private final String version;

    Personality(String version) {
        this.version = version;
    }

    String version() {
        return version;
    }

    boolean serves(String method, String path) {
        return switch (this) {
            case SD_CPP ->
                    SD_CPP_PATHS.contains(path)
                            && !(path.endsWith("/options") && method.equals("POST"));
            case FORGE -> !path.equals("/sdapi/v1/sd-vae") && !onlySdNext(path);
            case A1111_1_8 -> !path.equals("/sdapi/v1/schedulers") && !onlyOthers(path);
            case A1111, A1111_1_9 -> !onlyOthers(path);
            case SD_NEXT -> !path.equals("/sdapi/v1/sd-modules");
        };
    }

    private static boolean onlyOthers(String path) {
        return path.equals("/sdapi/v1/sd-modules") || onlySdNext(path);
    }

    private static boolean onlySdNext(String path) {
        return path.equals("/sdapi/v1/version");
    }

    /** Fields of a generation that the others do not know. */
    Set<String> ownFields() {
        return switch (this) {
            case FORGE -> Set.of("hr_additional_modules");
            case SD_CPP -> Set.of("lora", "hr_steps", "extra_images", "clip_skip");
            case A1111, A1111_1_9, A1111_1_8, SD_NEXT -> Set.of();
        };
    }

    List<Sampling.Sampler> samplers() {
        return switch (this) {
            case A1111_1_8 -> Sampling.FUSED;
            case SD_CPP -> Sampling.SD_CPP_SAMPLERS;
            case A1111, A1111_1_9, FORGE, SD_NEXT -> Sampling.SAMPLERS;
        };
    }

    List<Sampling.Scheduler> schedulers() {
        return this == SD_CPP ? Sampling.SD_CPP_SCHEDULERS : Sampling.SCHEDULERS;
    }

    Sampling.Choice sampling(String sampler, @Nullable String scheduler) {
        return switch (this) {
            case A1111, FORGE -> Sampling.resolve(sampler, scheduler);
            case A1111_1_9, A1111_1_8 -> Sampling.strict(samplers(), sampler, scheduler);
            case SD_NEXT -> Sampling.anyCase(sampler, scheduler);
            case SD_CPP -> Sampling.orDefault(sampler, scheduler);
        };
    }

    /** Its infotext has the scheduler on its own. */
    boolean tellsScheduler() {
        return this != A1111_1_8 && this != SD_CPP;
    }

    /** An error as its common handler reports it. */
    Reply error(PythonFailure failure, ObjectMapper mapper) {
        var body = mapper.createObjectNode();
        if (failure.isHttp()) {
            return switch (this) {
                case FORGE -> Reply.json(failure.status(), body.put("detail", failure.detail()));
                case SD_CPP -> Reply.json(failure.status(), body.put("error", failure.detail()));
                case A1111, A1111_1_9, A1111_1_8, SD_NEXT ->
                        Reply.json(failure.status(), handled(failure, mapper, "errors"));
            };
        }
        return switch (this) {
            case FORGE -> Reply.json(500, handled(failure, mapper, "message"));
            case SD_NEXT ->
                    failure.error().equals("TypeError")
                            ? Reply.json(500, mapper.getNodeFactory().textNode(failure.errors()))
                            : Reply.json(500, handled(failure, mapper, "errors").put("code", 500));
            case SD_CPP ->
                    failure.error().equals("OutOfMemoryError")
                            ? Reply.json(
                                    500, body.put("error", "generate_image returned no results"))
                            : Reply.json(
                                    500,
                                    body.put("error", "server_error")
                                            .put("message", failure.errors()));
            case A1111, A1111_1_9, A1111_1_8 -> Reply.json(500, handled(failure, mapper, "errors"));
        };
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode handled(
            PythonFailure failure, ObjectMapper mapper, String textKey) {
        return mapper.createObjectNode()
                .put("error", failure.error())
                .put("detail", failure.detail())
                .put("body", "")
                .put(textKey, failure.errors());
    }
}
