package dev.easel.generator.render;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the back end lists at this moment. It accepts unknown names and silently does something
 * else, so every name is looked up here before the GPU is used.
 *
 * @param current the checkpoint that its options name
 * @param tellsLoras whether its infotext names the LoRAs that were really loaded
 * @param upscalers that enlarge a finished image by more than interpolation
 */
public record Catalogue(
        Flavour flavour,
        @Nullable String version,
        List<Checkpoint> checkpoints,
        List<String> samplers,
        List<Scheduler> schedulers,
        List<Lora> loras,
        @Nullable Checkpoint current,
        boolean tellsLoras,
        List<String> upscalers) {
    private static final List<String> UPSCALERS =
            List.of("R-ESRGAN 4x+", "4x-UltraSharp", "ESRGAN_4x", "SwinIR 4x", "DAT x4");

    /** Either word is taken by the back end, in exactly this case. */
    public record Scheduler(String name, String label) {}

    /**
     * @param path what stable-diffusion.cpp wants to be given in place of the name
     */
    public record Lora(String name, String alias, @Nullable String path) {
        public Lora(String name, String alias) {
            this(name, alias, null);
        }
    }

    public Checkpoint checkpoint(String wanted) {
        return checkpoints.stream()
                .filter(each -> each.answersTo(wanted))
                .findFirst()
                .or(() ->
                        onlyOne(
                                checkpoints.stream()
                                        .filter(each -> each.name().equalsIgnoreCase(wanted))
                                        .toList()))
                .orElseThrow(
                        () -> missing(ExitCode.MODEL_NOT_FOUND, "model", wanted, modelNames()));
    }

    public String sampler(String wanted) {
        return canonical(ExitCode.SAMPLER_NOT_FOUND, "sampler", wanted, samplers);
    }

    /** The label, which the infotext repeats. */
    public String scheduler(String wanted) {
        return schedulers.stream()
                .filter(each -> each.label().equals(wanted) || each.name().equals(wanted))
                .findFirst()
                .or(() ->
                        onlyOne(
                                schedulers.stream()
                                        .filter(each ->
                                                each.label().equalsIgnoreCase(wanted)
                                                        || each.name().equalsIgnoreCase(wanted))
                                        .toList()))
                .map(Scheduler::label)
                .orElseThrow(() ->
                        missing(
                                ExitCode.SCHEDULER_NOT_FOUND,
                                "scheduler",
                                wanted,
                                schedulerLabels()));
    }

    /** The file stem: an alias can be taken by two files and then works for neither. */
    public String lora(String wanted) {
        return loras.stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .or(() ->
                        onlyOne(
                                loras.stream()
                                        .filter(each -> each.alias().equals(wanted))
                                        .toList()))
                .or(() ->
                        onlyOne(
                                loras.stream()
                                        .filter(each -> each.name().equalsIgnoreCase(wanted))
                                        .toList()))
                .map(Lora::name)
                .orElseThrow(() -> missing(ExitCode.LORA_NOT_FOUND, "LoRA", wanted, loraNames()));
    }

    /** The one to enlarge a finished image with; empty if the back end cannot. */
    public Optional<String> upscaler() {
        return UPSCALERS.stream()
                .filter(upscalers::contains)
                .findFirst()
                .or(() -> upscalers.stream().findFirst());
    }

    /** Some infotexts repeat the name in place of the label. */
    @Nullable String schedulerName(String label) {
        return schedulers.stream()
                .filter(each -> each.label().equals(label))
                .map(Scheduler::name)
                .findFirst()
                .orElse(null);
    }

    String loraPath(String name) {
        return loras.stream()
                .filter(each -> each.name().equals(name) && each.path() != null)
                .map(Lora::path)
                .findFirst()
                .orElse(name + ".safetensors");
    }

    public List<String> modelNames() {
        return checkpoints.stream().map(Checkpoint::name).toList();
    }

    public List<String> schedulerLabels() {
        return schedulers.stream().map(Scheduler::label).toList();
    }

    public List<String> loraNames() {
        return loras.stream().map(Lora::name).toList();
    }

    private static String canonical(ExitCode why, String what, String wanted, List<String> listed) {
        if (listed.contains(wanted)) {
            return wanted;
        }
        return onlyOne(listed.stream().filter(each -> each.equalsIgnoreCase(wanted)).toList())
                .orElseThrow(() -> missing(why, what, wanted, listed));
    }

    private static <T> Optional<T> onlyOne(List<T> found) {
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** Names that may have been meant, for people. */
    public static String nearest(String wanted, List<String> listed) {
        var near = Nearest.to(wanted, listed);
        return near.isEmpty() ? "-" : String.join(", ", near);
    }

    private static AttemptFailed missing(
            ExitCode why, String what, String wanted, List<String> listed) {
        var near = Nearest.to(wanted, listed);
        var words = new ArrayList<String>();
        words.add("the %s '%s' is not installed".formatted(what, shortened(wanted)));
        if (!near.isEmpty()) {
            words.add("nearest: " + String.join(", ", near));
        } else if (listed.isEmpty()) {
            words.add("the back end lists none");
        } else {
            words.add(
                    "installed: "
                            + String.join(", ", listed.subList(0, Math.min(8, listed.size()))));
        }
        return new AttemptFailed(why, String.join("; ", words));
    }

    private static String shortened(String name) {
        return name.length() <= 120 ? name : name.substring(0, 120) + "…";
    }
}
