package dev.easel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.api.auth.Scope;
import dev.easel.api.http.ClientAddress.Network;
import dev.easel.api.http.LimitsConfig;
import dev.easel.api.image.ImageStoreConfig;
import dev.easel.api.image.OriginalLinks;
import dev.easel.api.research.ResearchConfig;
import dev.easel.service.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiConfigTest {
    private static final Map<String, String> LEAST =
            Map.of(
                    "EASEL_NAMESPACE", "easel",
                    "EASEL_DATABASE_URL", "jdbc:postgresql://db:5432/easel",
                    "EASEL_DATABASE_USER", "easel",
                    "EASEL_DATABASE_PASSWORD", "s3cret",
                    "EASEL_IMAGE_DIRECTORY", "/images");

    private static final String LINK_KEY = "A".repeat(43) + "=";

    @Test
    void hasDefaultsForAllButTheNamespaceTheDatabaseAndTheImages() {
        var config = ApiConfig.from(LEAST);
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.opsPort()).isEqualTo(8081);
        assertThat(config.bootstrapKey()).isNull();
        assertThat(config.defaultPool()).isEqualTo("default");
        assertThat(config.serviceAccounts())
                .isEqualTo(
                        Map.of(
                                "easel-bot",
                                Set.of(Scope.READ, Scope.GENERATE, Scope.SETTINGS),
                                "easel-generator",
                                Set.of(Scope.INTERNAL)));
        assertThat(config.installation())
                .isEqualTo(
                        new ApiConfig.Installation(
                                512,
                                512,
                                4,
                                20,
                                new BigDecimal("7.0"),
                                "huihui_ai/gpt-oss-abliterated:20b-v2-q4_K_M"));
        assertThat(config.loras()).isEqualTo(ApiConfig.Loras.NONE);
        assertThat(config.links()).isEqualTo(OriginalLinks.Config.OFF);
        assertThat(config.limits()).isEqualTo(LimitsConfig.DEFAULT);
        assertThat(config.publicUrl()).isNull();
        assertThat(config.retention()).isEqualTo(ApiConfig.Retention.DEFAULT);
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void readsEveryKey() {
        var environment = new HashMap<>(LEAST);
        environment.put("EASEL_PORT", "9090");
        environment.put("EASEL_OPS_PORT", "9091");
        environment.put("EASEL_BOOTSTRAP_KEY", "easel_first_" + "a".repeat(24));
        environment.put("EASEL_POOL", "big");
        environment.put("EASEL_SERVICE_ACCOUNTS", "a=read,admin;b=internal");
        environment.put("EASEL_DEFAULT_WIDTH", "640");
        environment.put("EASEL_DEFAULT_HEIGHT", "768");
        environment.put("EASEL_DEFAULT_IMAGE_COUNT", "2");
        environment.put("EASEL_DEFAULT_STEPS", "30");
        environment.put("EASEL_DEFAULT_CFG_SCALE", "5.5");
        environment.put("EASEL_OLLAMA_MODEL", "small:1b");
        environment.put("EASEL_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8");
        environment.put("EASEL_FAILED_LOGINS_PER_MINUTE", "7");
        environment.put("EASEL_REQUESTS_PER_SECOND", "8");
        environment.put("EASEL_REQUESTS_BURST", "9");
        environment.put("EASEL_BACKEND_PROBES_PER_MINUTE", "10");
        environment.put("EASEL_WAITING_PER_USER", "11");
        environment.put("EASEL_BODY_SECONDS", "12");
        environment.put("EASEL_PUBLIC_URL", "https://pictures.example/");
        environment.put("EASEL_LORA_DIRECTORY", "/loras");
        environment.put("EASEL_LORA_SCAN_SECONDS", "60");
        environment.put("EASEL_LORA_HASH_MEGABYTES_PER_SECOND", "20");
        environment.put("EASEL_RETENTION_DAYS", "90");
        environment.put("EASEL_AUDIT_RETENTION_DAYS", "30");
        environment.put("EASEL_LINK_KEYS", "new:" + LINK_KEY + ", old:" + LINK_KEY);
        environment.put("EASEL_LINK_DAYS", "7");
        var config = ApiConfig.from(environment);
        assertThat(config.retention())
                .isEqualTo(new ApiConfig.Retention(Duration.ofDays(90), Duration.ofDays(30)));
        assertThat(config.links())
                .isEqualTo(
                        new OriginalLinks.Config(
                                List.of(
                                        new OriginalLinks.Key("new", new byte[32]),
                                        new OriginalLinks.Key("old", new byte[32])),
                                Duration.ofDays(7)));
        assertThat(config.toString()).doesNotContain(LINK_KEY);
        assertThat(config.loras())
                .isEqualTo(
                        new ApiConfig.Loras(
                                Path.of("/loras"), Duration.ofMinutes(1), 20L * 1024 * 1024));
        assertThat(config.limits())
                .isEqualTo(
                        new LimitsConfig(
                                List.of(Network.parse("10.0.0.0/8"), Network.parse("fd00::/8")),
                                7,
                                8,
                                9,
                                10,
                                11,
                                Duration.ofSeconds(12)));
        assertThat(config.publicUrl()).isEqualTo(URI.create("https://pictures.example"));
        assertThat(config.namespace()).isEqualTo("easel");
        assertThat(config.port()).isEqualTo(9090);
        assertThat(config.opsPort()).isEqualTo(9091);
        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://db:5432/easel");
        assertThat(config.database().user()).isEqualTo("easel");
        assertThat(config.database().password().value()).isEqualTo("s3cret");
        assertThat(config.images()).isEqualTo(new ImageStoreConfig.Directory(Path.of("/images")));
        assertThat(config.bootstrapKey()).isNotNull();
        assertThat(config.defaultPool()).isEqualTo("big");
        assertThat(config.serviceAccounts())
                .isEqualTo(
                        Map.of(
                                "a", Set.of(Scope.READ, Scope.ADMIN),
                                "b", Set.of(Scope.INTERNAL)));
        assertThat(config.installation())
                .isEqualTo(
                        new ApiConfig.Installation(
                                640, 768, 2, 30, new BigDecimal("5.5"), "small:1b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EASEL_NAMESPACE | Not_A_Label",
                "EASEL_PORT | 70000",
                "EASEL_OPS_PORT | eighty",
                "EASEL_DATABASE_URL | mysql://db/easel",
                "EASEL_POOL | UPPER",
                "EASEL_BOOTSTRAP_KEY | easel_short_secret",
                "EASEL_SERVICE_ACCOUNTS | easel-bot",
                "EASEL_SERVICE_ACCOUNTS | easel-bot=everything",
                "EASEL_DEFAULT_WIDTH | 65",
                "EASEL_DEFAULT_HEIGHT | 4096",
                "EASEL_DEFAULT_IMAGE_COUNT | 9",
                "EASEL_DEFAULT_STEPS | 777",
                "EASEL_DEFAULT_CFG_SCALE | 30.5",
                "EASEL_TRUSTED_PROXIES | proxy.example",
                "EASEL_FAILED_LOGINS_PER_MINUTE | 6001",
                "EASEL_REQUESTS_PER_SECOND | 100001",
                "EASEL_REQUESTS_BURST | -5",
                "EASEL_BACKEND_PROBES_PER_MINUTE | 6001",
                "EASEL_WAITING_PER_USER | 10001",
                "EASEL_BODY_SECONDS | 601",
                "EASEL_PUBLIC_URL | ftp://pictures.example",
                "EASEL_PUBLIC_URL | https://pictures.example/easel",
                "EASEL_LORA_SCAN_SECONDS | 9",
                "EASEL_RETENTION_DAYS | 36501",
                "EASEL_AUDIT_RETENTION_DAYS | 3651",
                "EASEL_LINK_DAYS | 366",
                "EASEL_LINK_KEYS | a:c2hvcnQ=",
                "EASEL_LINK_KEYS | without-a-secret",
                "EASEL_LINK_KEYS | a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "EASEL_LORA_HASH_MEGABYTES_PER_SECOND | 00.1",
            })
    void namesAKeyWithABadValueAndNotTheValue(String key, String value) {
        var environment = new HashMap<>(LEAST);
        environment.put(key, value);
        assertThatThrownBy(() -> ApiConfig.from(environment))
                .hasMessageContaining(key)
                .hasMessageNotContaining(value);
    }

    @Test
    void namesAllThatIsMissingAtOnce() {
        assertThatThrownBy(() -> ApiConfig.from(Map.of()))
                .hasMessageContaining("EASEL_NAMESPACE is required")
                .hasMessageContaining("EASEL_DATABASE_URL is required")
                .hasMessageContaining("EASEL_DATABASE_USER is required")
                .hasMessageContaining("EASEL_DATABASE_PASSWORD or")
                .hasMessageContaining("EASEL_IMAGE_DIRECTORY is required");
    }

    @Test
    void readsWhereABucketIs() {
        var environment = new HashMap<>(LEAST);
        environment.remove("EASEL_IMAGE_DIRECTORY");
        environment.put("EASEL_IMAGE_STORE", "s3");
        assertThatThrownBy(() -> ApiConfig.from(environment))
                .hasMessageContaining("EASEL_S3_BUCKET is required")
                .hasMessageContaining("EASEL_S3_ACCESS_KEY or")
                .hasMessageContaining("EASEL_S3_SECRET_KEY or");
        environment.put("EASEL_S3_ENDPOINT", "http://minio:9000/");
        environment.put("EASEL_S3_REGION", "eu-central-1");
        environment.put("EASEL_S3_BUCKET", "pictures");
        environment.put("EASEL_S3_PATH_STYLE", "false");
        environment.put("EASEL_S3_ACCESS_KEY", "acc3ss");
        environment.put("EASEL_S3_SECRET_KEY", "s3cr3t");
        var config = ApiConfig.from(environment);
        assertThat(config.images())
                .isEqualTo(
                        new ImageStoreConfig.S3(
                                URI.create("http://minio:9000"),
                                "eu-central-1",
                                "pictures",
                                false,
                                new Secret("acc3ss"),
                                new Secret("s3cr3t")));
        assertThat(config.toString()).doesNotContain("acc3ss", "s3cr3t");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "EASEL_IMAGE_STORE, tape",
        "EASEL_S3_ENDPOINT, minio:9000",
        "EASEL_S3_REGION, Somewhere",
        "EASEL_S3_BUCKET, Pictures",
        "EASEL_S3_PATH_STYLE, perhaps"
    })
    void refusesAStoreThatCannotWork(String key, String value) {
        var environment = new HashMap<>(LEAST);
        environment.put("EASEL_IMAGE_STORE", "s3");
        environment.put(key, value);
        assertThatThrownBy(() -> ApiConfig.from(environment))
                .hasMessageContaining(key + " is not valid");
    }

    @Test
    void searchesNowhereUnlessProvidersAreNamed() {
        assertThat(ApiConfig.from(LEAST).research()).isEqualTo(ResearchConfig.OFF);
    }

    @Test
    void asksProvidersInTheOrderInWhichTheyAreNamed() {
        var environment = new HashMap<>(LEAST);
        environment.put("EASEL_RESEARCH_PROVIDERS", "google, searxng,brave");
        environment.put("EASEL_RESEARCH_CALLS_PER_MINUTE", "7");
        environment.put("EASEL_RESEARCH_SAFE_SEARCH", "strict");
        environment.put("EASEL_SEARXNG_URL", "http://searxng:8080/");
        environment.put("EASEL_BRAVE_API_KEY", "br4ve");
        environment.put("EASEL_GOOGLE_API_KEY", "g00gle");
        environment.put("EASEL_GOOGLE_ENGINE_ID", "cx1");

        var research = ApiConfig.from(environment).research();

        assertThat(research.providers())
                .containsExactly(
                        new ResearchConfig.Account.Google(
                                URI.create("https://customsearch.googleapis.com"),
                                new Secret("g00gle"),
                                "cx1"),
                        new ResearchConfig.Account.Searxng(URI.create("http://searxng:8080")),
                        new ResearchConfig.Account.Brave(
                                URI.create("https://api.search.brave.com"), new Secret("br4ve")));
        assertThat(research.callsPerMinute()).isEqualTo(7);
        assertThat(research.safeSearch()).isEqualTo(ResearchConfig.SafeSearch.STRICT);
        assertThat(research.toString()).doesNotContain("br4ve", "g00gle");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "EASEL_RESEARCH_PROVIDERS, bing, EASEL_RESEARCH_PROVIDERS",
        "EASEL_RESEARCH_PROVIDERS, searxng, EASEL_SEARXNG_URL",
        "EASEL_RESEARCH_PROVIDERS, brave, EASEL_BRAVE_API_KEY",
        "EASEL_RESEARCH_PROVIDERS, google, EASEL_GOOGLE_ENGINE_ID",
        "EASEL_RESEARCH_CALLS_PER_MINUTE, 0, EASEL_RESEARCH_CALLS_PER_MINUTE",
        "EASEL_RESEARCH_SAFE_SEARCH, perhaps, EASEL_RESEARCH_SAFE_SEARCH"
    })
    void refusesResearchThatCannotWork(String key, String value, String named) {
        var environment = new HashMap<>(LEAST);
        environment.put(key, value);

        assertThatThrownBy(() -> ApiConfig.from(environment)).hasMessageContaining(named);
    }
}
