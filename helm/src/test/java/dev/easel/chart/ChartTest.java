package dev.easel.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    static final Path CHART = Path.of("easel");

    @Test
    void passesTheStrictLint() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void leavesTheBotOutUnlessItIsAskedFor() {
        assertThat(render("bot.enabled", "false")).doesNotContain("name: easel-bot");
        assertThat(render("bot.enabled", "true")).contains("name: easel-bot");
    }

    @Test
    void startsANewBotBeforeTheOldOneEnds() {
        assertThat(render("bot.enabled", "true"))
                .contains("rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }")
                .contains("resourceNames: [easel-bot]")
                .doesNotContain("Recreate");
    }

    @Test
    void letsOnlyEaselsOwnAccountsWriteStatus() {
        assertThat(render("bot.enabled", "true"))
                .contains("kind: ValidatingAdmissionPolicy")
                .contains("name: easel-status-writers")
                .contains("policyName: easel-status-writers")
                .contains("policyName: easel-request-sources");
    }

    @Test
    void givesPullSecretsToGeneratorsToo() {
        var generator =
                render("images.pullSecrets[0]", "registry").split("kind: ServiceAccount", -1);

        assertThat(generator)
                .anySatisfy(part ->
                        assertThat(part)
                                .startsWith("\nmetadata:\n  name: easel-generator")
                                .contains("imagePullSecrets:\n  - name: registry"));
    }

    @Test
    void searchesOnlyWhereItIsToldToAndHow() {
        assertThat(render("bot.enabled", "false")).doesNotContain("EASEL_RESEARCH");
        assertThatThrownBy(() -> render("api.research.providers[0]", "searxng"))
                .hasMessageContaining("api.research.searxngUrl is needed");
        assertThatThrownBy(() -> render("api.research.providers[0]", "brave"))
                .hasMessageContaining("api.research.existingSecret is needed");
        assertThat(
                        new Helm(CHART)
                                .template()
                                .withKubeVersion("1.34.4")
                                .set("api.research.providers[0]", "brave")
                                .set("api.research.providers[1]", "searxng")
                                .set("api.research.searxngUrl", "http://searxng:8080")
                                .set("api.research.existingSecret", "search-keys")
                                .call())
                .contains("name: EASEL_RESEARCH_PROVIDERS, value: \"brave,searxng\"")
                .contains("value: /etc/easel/research/brave-api-key")
                .contains("secretName: search-keys");
    }

    @Test
    void keepsRequestsForEverUnlessItIsTold() {
        assertThat(render("bot.enabled", "false"))
                .contains("EASEL_AUDIT_RETENTION_DAYS, value: \"365\"")
                .contains("EASEL_BODY_SECONDS, value: \"30\"")
                .doesNotContain("EASEL_RETENTION_DAYS");
        assertThat(render("api.retention.days", "36500"))
                .contains("EASEL_RETENTION_DAYS, value: \"36500\"");
        assertThat(render("api.retention.auditDays", "30"))
                .contains("EASEL_AUDIT_RETENTION_DAYS, value: \"30\"");
        assertThat(render("api.limits.bodySeconds", "5"))
                .contains("EASEL_BODY_SECONDS, value: \"5\"");
        assertThatThrownBy(() -> render("api.retention.days", "0"))
                .hasMessageContaining("retention");
    }

    @Test
    void mountsTheLorasReadOnlyWhereThereAreAny() {
        assertThat(render("bot.enabled", "false")).doesNotContain("EASEL_LORA");
        assertThat(render("api.loras.existingClaim", "models"))
                .contains("EASEL_LORA_DIRECTORY, value: /var/lib/easel/loras")
                .contains("claimName: models\n            readOnly: true")
                .contains("mountPath: /var/lib/easel/loras\n              readOnly: true")
                .doesNotContain("name: easel-loras");
        assertThat(render("api.loras.hostPath", "/models/Lora"))
                .contains("hostPath: { path: /models/Lora, type: Directory }")
                .contains("claimName: easel-loras");
        assertThatThrownBy(() ->
                        new Helm(CHART)
                                .template()
                                .withKubeVersion("1.34.4")
                                .set("api.loras.hostPath", "/models")
                                .set("api.loras.existingClaim", "models")
                                .call())
                .hasMessageContaining("not both");
    }

    @Test
    void keepsPicturesOnAVolumeOrInABucket() {
        assertThat(render("bot.enabled", "false"))
                .contains("EASEL_IMAGE_DIRECTORY, value: /var/lib/easel/images")
                .contains("claimName: easel-images")
                .doesNotContain("EASEL_S3");
        assertThatThrownBy(() -> render("api.images.store", "s3"))
                .hasMessageContaining("api.images.s3.bucket is needed");
        assertThat(
                        new Helm(CHART)
                                .template()
                                .withKubeVersion("1.34.4")
                                .set("api.images.store", "s3")
                                .set("api.images.s3.bucket", "pictures")
                                .set("api.images.s3.existingSecret", "bucket-login")
                                .call())
                .contains("EASEL_S3_BUCKET, value: \"pictures\"")
                .contains("value: /etc/easel/s3/secret-key")
                .contains("secretName: bucket-login")
                .doesNotContain("EASEL_IMAGE_DIRECTORY")
                .doesNotContain("easel-images");
    }

    @Test
    void signsLinksWhereThereIsAnAddressForThem() {
        assertThat(render("bot.enabled", "false"))
                .doesNotContain("EASEL_LINK")
                .doesNotContain("easel-link-keys");
        var made = render("api.publicUrl", "https://pictures.example");
        assertThat(made)
                .contains("EASEL_PUBLIC_URL, value: \"https://pictures.example\"")
                .contains("value: /etc/easel/links/keys")
                .contains("secretName: easel-link-keys");
        assertThat(new String(Base64.getDecoder().decode(keys(made)), UTF_8))
                .matches("k1:[A-Za-z0-9+/]{43}=");
        assertThat(
                        new Helm(CHART)
                                .template()
                                .withKubeVersion("1.34.4")
                                .set("api.publicUrl", "https://pictures.example")
                                .set("api.links.existingSecret", "own-keys")
                                .call())
                .contains("secretName: own-keys")
                .doesNotContain("easel-link-keys");
    }

    private static String keys(String manifest) {
        var line = Pattern.compile("\n  keys: (\\S+)").matcher(manifest);
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    @ParameterizedTest(name = "{0}={1} is refused")
    @CsvSource({
        "pool.memory, Borrowed",
        "images.pullPolicy, Sometimes",
        "defaults.width, 63",
        "defaults.steps, 151",
        "database.url, mysql://db",
        "operator.replicas, 0",
        "bot.replicas, 0",
        "bot.messageContent, perhaps",
        "bot.pictures, hidden",
        "logLevel, LOUD",
        "api.extraEnv.HOME, elsewhere",
        "api.research.providers[0], altavista",
        "api.research.safeSearch, perhaps",
        "api.loras.scanSeconds, 5",
        "api.loras.hostPath, relative",
        "api.links.days, 0",
        "api.images.store, tape",
        "api.images.s3.bucket, Pictures",
        "unknown, value"
    })
    void refusesValuesOutsideTheirBounds(String key, String value) {
        assertThatThrownBy(() -> render(key, value)).hasMessageContaining("values don't meet");
    }

    private static String render(String key, String value) {
        return new Helm(CHART).template().withKubeVersion("1.34.4").set(key, value).call();
    }
}
