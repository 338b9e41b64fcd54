package dev.easel.sandbox.automatic1111;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The samplers and schedulers of 1.10.1, and how names are resolved: nothing is ever refused. */
final class Sampling {
    record Sampler(String name, List<String> aliases, Map<String, String> options) {}

    record Scheduler(String name, String label, double defaultRho, boolean needInnerModel) {}

    /** What will run. */
    record Choice(Sampler sampler, Scheduler scheduler) {}

    static final List<Sampler> SAMPLERS =
            List.of(
                    sampler("DPM++ 2M", "k_dpmpp_2m", "karras"),
                    sampler("DPM++ SDE", "k_dpmpp_sde", "karras"),
                    sampler("DPM++ 2M SDE", "k_dpmpp_2m_sde", "exponential"),
                    sampler("DPM++ 2M SDE Heun", "k_dpmpp_2m_sde_heun", "exponential"),
                    sampler("DPM++ 2S a", "k_dpmpp_2s_a", "karras"),
                    sampler("DPM++ 3M SDE", "k_dpmpp_3m_sde", "exponential"),
                    sampler("Euler a", "k_euler_a", null),
                    sampler("Euler", "k_euler", null),
                    sampler("LMS", "k_lms", null),
                    sampler("Heun", "k_heun", null),
                    sampler("DPM2", "k_dpm_2", "karras"),
                    sampler("DPM2 a", "k_dpm_2_a", "karras"),
                    sampler("DPM fast", "k_dpm_fast", null),
                    sampler("DPM adaptive", "k_dpm_ad", null),
                    sampler("Restart", "restart", "karras"),
                    sampler("DDIM", "ddim", null),
                    sampler("DDIM CFG++", "ddim_cfgpp", null),
                    sampler("PLMS", "plms", null),
                    sampler("UniPC", "unipc", null),
                    sampler("LCM", "k_lcm", null));

    static final List<Scheduler> SCHEDULERS =
            List.of(
                    new Scheduler("automatic", "Automatic", -1, false),
                    new Scheduler("uniform", "Uniform", -1, true),
                    new Scheduler("karras", "Karras", 7, false),
                    new Scheduler("exponential", "Exponential", -1, false),
                    new Scheduler("polyexponential", "Polyexponential", 1, false),
                    new Scheduler("sgm_uniform", "SGM Uniform", -1, true),
                    new Scheduler("kl_optimal", "KL Optimal", -1, false),
                    new Scheduler("align_your_steps", "Align Your Steps", -1, false),
                    new Scheduler("simple", "Simple", -1, true),
                    new Scheduler("normal", "Normal", -1, true),
                    new Scheduler("ddim", "DDIM", -1, true),
                    new Scheduler("beta", "Beta", -1, true));

    /** Before 1.9: a sampler for each scheduler that it was used with. */
    static final List<Sampler> FUSED = fused();

    static final List<Sampler> SD_CPP_SAMPLERS =
            List.of(
                    sampler("default", "default", null),
                    sampler("euler", "euler", null),
                    sampler("euler_a", "euler_a", null),
                    sampler("heun", "heun", null),
                    sampler("dpm2", "dpm2", null),
                    sampler("dpm++2s_a", "dpm++2s_a", null),
                    sampler("dpm++2m", "dpm++2m", null),
                    sampler("lcm", "lcm", null));

    static final List<Scheduler> SD_CPP_SCHEDULERS =
            List.of(
                    new Scheduler("default", "default", -1, false),
                    new Scheduler("discrete", "discrete", -1, false),
                    new Scheduler("karras", "karras", -1, false),
                    new Scheduler("exponential", "exponential", -1, false));

    private static final Scheduler AUTOMATIC = SCHEDULERS.getFirst();

    private Sampling() {}

    /**
     * An unknown sampler becomes the first of the list, an unknown or wrong-case scheduler becomes
     * Automatic, and a fused name such as "DPM++ 2M Karras" is split.
     */
    static Choice resolve(String wantedSampler, @Nullable String wantedScheduler) {
        var name = wantedSampler;
        var scheduler = wantedScheduler == null ? AUTOMATIC : scheduler(wantedScheduler);
        for (var candidate : SCHEDULERS) {
            for (var suffix : List.of(" " + candidate.label(), " " + candidate.name())) {
                if (name.endsWith(suffix)) {
                    name = name.substring(0, name.length() - suffix.length());
                    scheduler = wantedScheduler == null ? candidate : scheduler;
                }
            }
        }
        return new Choice(sampler(name), scheduler);
    }

    private static List<Sampler> fused() {
        var all = new java.util.ArrayList<Sampler>();
        for (var each : SAMPLERS) {
            all.add(each);
            var scheduler = each.options().get("scheduler");
            if (scheduler != null) {
                var label = Character.toUpperCase(scheduler.charAt(0)) + scheduler.substring(1);
                all.add(sampler(each.name() + " " + label, each.aliases().getFirst(), null));
            }
        }
        return List.copyOf(all);
    }

    /** What is not listed is refused; an unknown scheduler is still Automatic. */
    static Choice strict(List<Sampler> listed, String name, @Nullable String scheduler) {
        var found = listed.stream().filter(s -> s.name().equals(name)).findFirst();
        return new Choice(
                found.orElseThrow(() -> PythonFailure.http(404, "Sampler not found")),
                scheduler == null ? AUTOMATIC : scheduler(scheduler));
    }

    /** Any case and any alias, and nothing else. */
    static Choice anyCase(String name, @Nullable String scheduler) {
        var found =
                SAMPLERS.stream()
                        .filter(s ->
                                s.name().equalsIgnoreCase(name)
                                        || s.aliases().stream().anyMatch(name::equalsIgnoreCase))
                        .findFirst();
        return new Choice(
                found.orElseThrow(() -> PythonFailure.http(404, "Sampler not found")),
                scheduler == null ? AUTOMATIC : scheduler(scheduler));
    }

    /** An unknown name, as an absent one, is the server's default. */
    static Choice orDefault(String name, @Nullable String scheduler) {
        return new Choice(
                SD_CPP_SAMPLERS.stream()
                        .filter(s -> s.name().equals(name) && !name.equals("default"))
                        .findFirst()
                        .orElse(SD_CPP_SAMPLERS.get(2)),
                SD_CPP_SCHEDULERS.stream()
                        .filter(s -> s.name().equals(scheduler) && !s.name().equals("default"))
                        .findFirst()
                        .orElse(SD_CPP_SCHEDULERS.get(1)));
    }

    static Sampler sampler(String name) {
        return SAMPLERS.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElse(SAMPLERS.getFirst());
    }

    private static Scheduler scheduler(String wanted) {
        return SCHEDULERS.stream()
                .filter(s -> s.label().equals(wanted) || s.name().equals(wanted))
                .findFirst()
                .orElse(AUTOMATIC);
    }

    private static Sampler sampler(String name, String alias, @Nullable String scheduler) {
        return new Sampler(
                name,
                List.of(alias),
                scheduler == null ? Map.of() : Map.of("scheduler", scheduler));
    }
}
