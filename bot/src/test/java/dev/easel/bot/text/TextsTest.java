package dev.easel.bot.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.dv8tion.jda.api.Permission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    /** Words that stand only where people with kubectl look: nothing is wrong and nothing waits. */
    private static final Set<Reason> SILENT =
            EnumSet.of(
                    Reason.FINISHED,
                    Reason.STORED,
                    Reason.NOT_FINISHED,
                    Reason.POSTED,
                    Reason.NOT_REQUESTED,
                    Reason.NOT_ATTEMPTED,
                    Reason.NOT_INTERRUPTED,
                    Reason.READY,
                    Reason.AVAILABLE);

    /** Where a condition of this kind ends what a user asked for, or keeps it from them. */
    private static final Set<Reason.Use> ENDS =
            Set.of(
                    new Reason.Use(Condition.SUCCEEDED, ConditionStatus.FALSE),
                    new Reason.Use(Condition.ACCEPTED, ConditionStatus.FALSE),
                    new Reason.Use(Condition.RESULT_STORED, ConditionStatus.FALSE),
                    new Reason.Use(Condition.DELIVERED, ConditionStatus.FALSE),
                    new Reason.Use(Condition.INTERRUPTED, ConditionStatus.TRUE));

    /** Sentences that name what is at fault, where that is known. */
    private static final Set<String> CONCRETE =
            Set.of(".why.value", ".do.nearest", ".why.pixels", ".do.pixels");

    private static final int LABEL_CHARS_MAX = 34;

    private static final Properties ENGLISH = read("texts.properties");
    private static final Properties JAPANESE = read("texts_ja.properties");

    @Test
    void namesCommandsAsTheReadersClientShowsThem() {
        assertThat(Texts.JAPANESE.get(Key.HELP_MORE))
                .contains("/順番 ", "/設定 表示 ", "/lora ")
                .doesNotContain("/queue", "/settings");
        assertThat(Texts.ENGLISH.get(Key.HELP_MORE)).contains("/queue ", "/settings show ");
    }

    @Test
    void hasTheSameKeysInBothLanguages() {
        assertThat(JAPANESE.stringPropertyNames()).isEqualTo(ENGLISH.stringPropertyNames());
    }

    @Test
    void hasATextForEveryKeyAndNoTextThatNobodyReads() {
        var known =
                Arrays.stream(Key.values())
                        .map(Key::key)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (var reason : Reason.values()) {
            if (isExplained(reason)) {
                Stream.of("what", "why", "do")
                        .forEach(p -> known.add("reason." + reason + "." + p));
            } else if (!SILENT.contains(reason)) {
                known.add("reason." + reason);
            }
        }

        var written = new TreeSet<>(ENGLISH.stringPropertyNames());
        written.removeIf(k ->
                k.startsWith("command.")
                        || k.startsWith("permission.")
                        || CONCRETE.stream().anyMatch(k::endsWith));

        assertThat(written).isEqualTo(known);
    }

    /** What ended is explained; what only waits or goes on is one sentence on the card. */
    private static boolean isExplained(Reason reason) {
        return !SILENT.contains(reason)
                && (reason.uses().isEmpty()
                        || reason.uses().stream().anyMatch(ENDS::contains)
                        || ENGLISH.containsKey("reason." + reason + ".what"));
    }

    static Stream<Reason> ends() {
        return Stream.of(Reason.values())
                .filter(r -> r.uses().isEmpty() || r.uses().stream().anyMatch(ENDS::contains));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void explainsEveryEndInBothLanguages(Reason reason) {
        for (var texts : List.of(Texts.ENGLISH, Texts.JAPANESE)) {
            var told = texts.explanation(reason.word(), Concrete.NOTHING);
            assertThat(List.of(told.what(), told.why(), told.remedy()))
                    .doesNotHaveDuplicates()
                    .allSatisfy(s -> assertThat(s).isNotBlank().doesNotContain("{"));
        }
        assertThat(Texts.JAPANESE.explanation(reason.word(), Concrete.NOTHING))
                .isNotEqualTo(Texts.ENGLISH.explanation(reason.word(), Concrete.NOTHING));
    }

    @Test
    void namesEveryPermissionAsJdaDoes() {
        var permissions =
                ENGLISH.stringPropertyNames().stream()
                        .filter(k -> k.startsWith("permission."))
                        .map(k -> k.substring("permission.".length()))
                        .toList();

        assertThat(Arrays.stream(Permission.values()).map(Permission::name).toList())
                .containsAll(permissions);
    }

    @Test
    void givesConcreteSentencesOnlyToReasonsThatHaveAGeneralOne() {
        assertThat(ENGLISH.stringPropertyNames())
                .filteredOn(k -> k.startsWith("reason."))
                .filteredOn(k -> CONCRETE.stream().anyMatch(k::endsWith))
                .isNotEmpty()
                .allSatisfy(
                        k -> assertThat(ENGLISH).containsKey(k.substring(0, k.lastIndexOf('.'))));
    }

    /** What happened and why, then what to do. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "error.permission",
                "error.upload",
                "error.automod",
                "error.threads_full",
                "error.thread_locked",
                "error.queue",
                "error.quota",
                "error.model",
                "error.model.none",
                "error.backend",
                "error.stale",
                "error.not_owner",
                "error.api",
                "error.discord",
                "error.internal",
                "error.create",
                "error.refused"
            })
    void hasWhatHappenedAndWhatToDoForEveryErrorOfTheContract(String key) {
        for (var properties : List.of(ENGLISH, JAPANESE)) {
            var lines = properties.getProperty(key).split("\n");
            assertThat(lines).as(key).hasSize(2);
            assertThat(lines[0]).startsWith("⚠️ ");
            assertThat(lines[1]).isNotBlank();
        }
    }

    @Test
    void keepsWhatStandsOnButtonsShort() {
        var labels =
                List.of(
                        "button.",
                        "ask.latest",
                        "ask.fresh",
                        "delete.posts",
                        "delete.all",
                        "loras.previous",
                        "loras.next");
        for (var properties : List.of(ENGLISH, JAPANESE)) {
            assertThat(properties.stringPropertyNames())
                    .filteredOn(k -> labels.stream().anyMatch(k::startsWith))
                    .isNotEmpty()
                    .allSatisfy(k ->
                            assertThat(properties.getProperty(k).replace("{0}", "8"))
                                    .as(k)
                                    .hasSizeLessThanOrEqualTo(LABEL_CHARS_MAX));
        }
    }

    @Test
    void staysWithinWhatDiscordTakes() {
        for (var properties : List.of(ENGLISH, JAPANESE)) {
            assertThat(properties.stringPropertyNames())
                    .allSatisfy(k -> {
                        var text = properties.getProperty(k);
                        assertThat(text).as(k).hasSizeLessThanOrEqualTo(charsMax(k));
                        assertThat(UserText.bytes(text)).as(k).isLessThan(3000);
                    });
        }
    }

    private static int charsMax(String key) {
        if (key.startsWith("command.") && key.endsWith(".description")) {
            return 100;
        }
        if (key.startsWith("command.") && key.endsWith(".name")) {
            return key.contains(".choices.") ? 100 : 32;
        }
        if (key.equals("thread.name")) {
            return 60;
        }
        if (key.startsWith("form.")) {
            return key.equals("form.example") ? 100 : 45;
        }
        return 1000;
    }

    @Test
    void isWrittenInOneKindOfWords() {
        assertThat(JAPANESE.stringPropertyNames())
                .allSatisfy(k ->
                        assertThat(JAPANESE.getProperty(k))
                                .as(k)
                                // One word per thing: 画像を生成する.
                                .doesNotContain("絵", "描", "イラスト", "作画")
                                // Full-width punctuation beside Japanese.
                                .doesNotContainPattern("[ぁ-んァ-ヶ一-龠]\\(|\\)[ぁ-んァ-ヶ一-龠]")
                                .doesNotContainPattern("[ぁ-んァ-ヶ一-龠][,.:!?](?![0-9A-Za-z])"));
    }

    @Test
    void readsEveryKeySomewhere() throws IOException {
        var sources = new StringBuilder();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file));
            }
        }

        assertThat(Key.values())
                .allSatisfy(k -> assertThat(sources.toString()).contains("Key." + k.name()));
    }

    @Test
    void fillsTheSamePlacesInBothLanguages() {
        assertThat(ENGLISH.stringPropertyNames())
                .allSatisfy(k ->
                        assertThat(places(JAPANESE.getProperty(k)))
                                .as(k)
                                .isEqualTo(places(ENGLISH.getProperty(k))));
    }

    @Test
    void neverReadsArgumentsAsPlaces() {
        assertThat(Texts.ENGLISH.get(Key.CARD_QUEUE, "{1}", 7)).isEqualTo("Place {1} of 7");
    }

    @Test
    void choosesJapaneseForEveryKindOfJapanese() {
        assertThat(Texts.of("ja")).isSameAs(Texts.JAPANESE);
        assertThat(Texts.of("ja-JP")).isSameAs(Texts.JAPANESE);
        assertThat(Texts.of("de")).isSameAs(Texts.ENGLISH);
        assertThat(Texts.of(null)).isSameAs(Texts.ENGLISH);
    }

    @Test
    void explainsAWordOfANewerPeerAsAnInternalError() {
        assertThat(Texts.ENGLISH.explanation("Unheard", Concrete.NOTHING))
                .isEqualTo(Texts.ENGLISH.explanation("InternalError", Concrete.NOTHING));
    }

    @Test
    void saysDurationsAsPeopleDo() {
        assertThat(Texts.JAPANESE.duration(Duration.ofMillis(300))).isEqualTo("1 秒");
        assertThat(Texts.ENGLISH.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
        assertThat(Texts.ENGLISH.duration(Duration.ofMinutes(10))).isEqualTo("10 min");
        assertThat(Texts.JAPANESE.duration(Duration.ofHours(24))).isEqualTo("24 時間");
        assertThat(Texts.JAPANESE.duration(Duration.ofMinutes(90))).isEqualTo("1 時間 30 分");
    }

    private static Set<String> places(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(m -> m.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(String name) {
        var properties = new Properties();
        try (var in =
                new InputStreamReader(
                        Objects.requireNonNull(Texts.class.getResourceAsStream(name)),
                        StandardCharsets.UTF_8)) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
