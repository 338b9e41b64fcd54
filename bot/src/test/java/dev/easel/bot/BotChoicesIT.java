package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.client.ModelList;
import dev.easel.protocol.client.SamplerList;
import dev.easel.protocol.client.SchedulerList;
import dev.easel.sandbox.discord.UserViews.Choice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is offered while an option is typed. */
class BotChoicesIT extends WithRunningBot {
    private static final Duration CHOICES_MAX = Duration.ofMillis(300);

    @BeforeAll
    static void stock() {
        world.api.answer(
                "models",
                new ModelList(
                        List.of(
                                new ModelList.Model("sd15-base", null, ModelFamily.SD1),
                                new ModelList.Model("animagine-xl", null, ModelFamily.ILLUSTRIOUS)),
                        true));
        world.api.answer(
                "samplers", new SamplerList(List.of(new SamplerList.Sampler("Euler a")), true));
        world.api.answer(
                "schedulers",
                new SchedulerList(List.of(new SchedulerList.Scheduler("Karras")), true));
        world.api.loras(3);
    }

    @AfterEach
    void restock() {
        stock();
    }

    @Test
    void offersInstalledNamesAndAnswersAtOnce() {
        // The lists are read one after the other, and this one last.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> values("lora list", Map.of(), "query", "lora"), v -> !v.isEmpty());

        assertThat(values("generate", Map.of(), "model", "ANI")).containsExactly("animagine-xl");
        assertThat(values("generate", Map.of("model", "animagine-xl"), "size", "縦"))
                .containsExactly("832x1216");
        assertThat(values("settings set", Map.of("key", "sampler"), "value", "eu"))
                .containsExactly("Euler a");
        assertThat(values("settings set", Map.of("key", "scheduler"), "value", ""))
                .containsExactly("Karras");
        assertThat(values("settings set", Map.of("key", "loras"), "value", "ink:0.8, 002"))
                .containsExactly("ink:0.8, lora-002");
        assertThat(values("settings set", Map.of("key", "steps"), "value", "3"))
                .containsExactly("3", "30");
        assertThat(values("lora list", Map.of(), "query", "lora-001")).containsExactly("lora-001");
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void refusesAModelThatIsNotInstalledBeforeAThreadIsMade() {
        var threads = world.discord.users().threads().size();
        world.answer(
                "general",
                "ja",
                "generate",
                Map.of("instruction", "灯台", "model", "animagine-xxl"),
                "近い名前：`animagine-xl`");

        assertThat(world.requests()).isEmpty();
        assertThat(world.discord.users().threads()).hasSize(threads);
    }

    @Test
    void leavesAModelToAcceptanceWhileNobodyCanSayWhatIsInstalled() {
        world.api.answer("models", new ModelList(List.of(), false));

        world.awaitRequest(
                world.discord
                        .users()
                        .slash(
                                "ja",
                                "general",
                                "generate",
                                Map.of("instruction", "灯台", "model", "anything")));
    }

    @Test
    void keepsWhatItKnowsWhileApiHangs() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> values("generate", Map.of(), "model", ""), v -> v.size() == 2);
        world.api.hang();

        var id = world.discord.users().type("ja", "general", "generate", Map.of(), "model", "sd");
        assertThat(world.discord.users().awaitChoices(id, PATIENCE))
                .extracting(Choice::name)
                .containsExactly("sd15-base");
        assertThat(world.discord.users().interaction(id).ackedAfter())
                .hasValueSatisfying(t -> assertThat(t).isLessThan(CHOICES_MAX));
    }

    @Test
    void cancelsTheRequestThatWasChosenAmongOnesOwn() {
        var lighthouse = world.awaitRequest(world.generate("ja", "海辺の灯台"));
        world.awaitRequest(world.generate("ja", "猫"));
        world.awaitRequest(world.generate("en", "a lighthouse of someone else"));
        world.awaitCard(lighthouse, "順番を待っています");

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> choices("cancel", Map.of(), "request", ""), c -> c.size() == 2);
        var found = choices("cancel", Map.of(), "request", "灯台");
        assertThat(found).extracting(Choice::name).containsExactly("海辺の灯台");
        var uid = found.getFirst().value().asText();
        world.answer("general", "ja", "cancel", Map.of("request", uid), "取り消しています");

        assertThat(world.now(lighthouse).getSpec().desiredState())
                .isEqualTo(DesiredState.CANCELLED);
        world.answer("general", "en", "cancel", Map.of("request", "nonsense"), "no such request");
    }

    @Test
    void drawsInTheSizeThatWasTyped() {
        var users = world.discord.users();
        var options = Map.of("instruction", "海", "size", "横長", "model", "animagine-xl");
        var request = world.awaitRequest(users.slash("ja", "general", "generate", options));
        var parameters = java.util.Objects.requireNonNull(request.getSpec().parameters());

        assertThat(parameters.width()).isEqualTo(1216);
        assertThat(parameters.height()).isEqualTo(832);
        world.answer(
                "general",
                "ja",
                "generate",
                Map.of("instruction", "海", "size", "4096x64"),
                "2048x64");
    }

    private static List<String> values(
            String command, Map<String, ?> options, String option, String typed) {
        return choices(command, options, option, typed).stream()
                .map(c -> c.value().asText())
                .toList();
    }

    private static List<Choice> choices(
            String command, Map<String, ?> options, String option, String typed) {
        var users = world.discord.users();
        return users.awaitChoices(
                users.type("ja", "general", command, options, option, typed), PATIENCE);
    }
}
