package dev.easel.api.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.Database;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestPage;
import io.helidon.common.uri.UriQuery;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists of a hundred thousand generations, in a database of the size that a year leaves. */
class SearchAtScaleIT {
    private static final Logger LOG = LoggerFactory.getLogger(SearchAtScaleIT.class);
    private static final int ROWS = 100_000;
    private static final int BATCH = 5_000;
    private static final int CALLS = 100;

    /** Of a page over HTTP, on a machine that does other work at the same time. */
    private static final Duration PAGE_MAX = Duration.ofSeconds(2);

    private static TestingEasel easel;
    private static Database database;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        database = easel.openDatabase();
        key = easel.adminKey.value();
        database.jdbi().useHandle(SearchAtScaleIT::fill);
    }

    @AfterAll
    static void stop() {
        database.close();
        easel.close();
    }

    /** Twenty guilds of 25 users; one in a thousand rows has the rare model, LoRA and words. */
    private static void fill(Handle handle) {
        for (int from = 1; from <= ROWS; from += BATCH) {
            fill(handle, from, from + BATCH - 1);
        }
        for (var table :
                List.of(
                        "generation_request",
                        "request_search",
                        "claim",
                        "generation_metadata",
                        "generated_image")) {
            handle.execute("VACUUM ANALYZE " + table);
        }
    }

    private static void fill(Handle handle, int from, int to) {
        handle.execute(
                """
                INSERT INTO generation_request (request_uid, name, resource_version, generation,
                  action, instruction, research, source, tenant, user_id, thread_id, pool,
                  priority, desired_state, status, reason, created_at, updated_at, gone_at)
                SELECT md5(n::text)::uuid, 'bulk-' || n, 1, 1,
                  CASE WHEN n % 3 = 0 THEN 'Refine' ELSE 'Generate' END,
                  (ARRAY['和風サイバーパンクの女性', '海辺の夕暮れ', '森の中の猫', '雨の街角'])[n % 4 + 1]
                    || '、' || (ARRAY['彩度高め', '水彩画風', '逆光'])[n % 3 + 1]
                    || CASE WHEN n % 1000 = 7 THEN '、帽子' ELSE '' END,
                  'Disabled', 'API', 'g' || n % 20, 'u' || n % 500, 't' || n % 5000, 'default',
                  0, 'Active', CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'completed' END, 'Completed',
                  now() - n * interval '5 minutes', now(), now()
                FROM generate_series(?, ?) n
                """,
                from, to);
        handle.execute(
                """
                INSERT INTO claim (claim_id, request_uid, attempt, slot_token, pool_uid, slot,
                  pod_uid, pod_name, work_order)
                SELECT md5('c' || n)::uuid, md5(n::text)::uuid, 1, n, 'p', 's', 'p', 'p', '{}'
                FROM generate_series(?, ?) n WHERE n % 50 <> 0
                """,
                from, to);
        handle.execute(
                """
                INSERT INTO generation_metadata (metadata_id, request_uid, attempt, prompt,
                  negative_prompt, model_name, loras, steps, cfg_scale, sampler, seed, width,
                  height, image_count, composition, renderer, duration_millis)
                SELECT md5('m' || n)::uuid, md5(n::text)::uuid, 1,
                  'masterpiece, best quality, '
                    || (ARRAY['1girl', 'landscape', 'cat', 'street'])[n % 4 + 1]
                    || ', ' || (ARRAY['sunset', 'watercolor', 'backlight'])[n % 3 + 1]
                    || ', ' || substr(md5('p' || n), 1, 12)
                    || CASE WHEN n % 1000 = 7 THEN ', zeppelin' ELSE '' END,
                  'blurry',
                  CASE WHEN n % 1000 = 7 THEN 'rare-model'
                    ELSE (ARRAY['sdxl', 'dreamlike', 'pony'])[n % 3 + 1] END,
                  jsonb_build_array(jsonb_build_object('name',
                    CASE WHEN n % 1000 = 7 THEN 'rare-lora'
                      ELSE (ARRAY['anime', 'ink', 'photo'])[n % 3 + 1] END, 'weight', 1)),
                  20, 7.0, 'Euler', n, 512, 512, 1, '{}', '{}', 1000
                FROM generate_series(?, ?) n WHERE n % 50 <> 0
                """,
                from, to);
        handle.execute(
                """
                INSERT INTO generated_image (image_id, request_uid, attempt, index, file_path,
                  sha256, size_bytes, width, height, seed)
                SELECT md5('i' || n)::uuid, md5(n::text)::uuid, 1, 0, 'bulk/' || n,
                  repeat('0', 64), 1000, 512, 512, n
                FROM generate_series(?, ?) n WHERE n % 50 <> 0
                """,
                from, to);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "guild_id=g3",
                "user_id=u77",
                "guild_id=g3&user_id=u3",
                "thread_id=t123",
                "status=failed",
                "status=pending",
                "action=Refine",
                "model=sdxl",
                "model=rare-model",
                "model=none-such",
                "lora=anime",
                "lora=rare-lora",
                "lora=none-such",
                "text=帽子",
                "text=帽",
                "text=夕暮れ",
                "text=zeppelin",
                "text=ZEPPELIN",
                "text=ze",
                "text=none such",
                "text=1girl",
                "since=2999-01-01T00:00:00Z",
                "until=2001-01-01T00:00:00Z",
                "text=帽子&guild_id=g7&model=rare-model&lora=rare-lora",
            })
    void readsAPageOffAnIndexWhateverIsLookedFor(String query) throws IOException {
        var search = Search.of(UriQuery.create(encoded(query)));
        for (var tenant : Arrays.asList(null, "g7")) {
            var caller = new Caller("key:x", Set.of(Scope.READ), tenant, null);
            var plan =
                    database.jdbi()
                            .inTransaction(handle -> {
                                handle.execute("SET LOCAL plan_cache_mode = force_custom_plan");
                                return Listing.bound(
                                                handle.createQuery(
                                                        "EXPLAIN (FORMAT JSON) "
                                                                + Listing.sql(search, caller)),
                                                search,
                                                caller)
                                        .mapTo(String.class)
                                        .one();
                            });
            assertThat(nodes(Json.mapper().readTree(plan)))
                    .as(query + " of " + tenant + ": " + plan)
                    .doesNotContain("Seq Scan");
        }
    }

    @Test
    void findsExactlyWhatHasTheWords() {
        assertThat(count("text=帽子")).isEqualTo(ROWS / 1000);
        assertThat(count("text=帽")).isEqualTo(ROWS / 1000);
        assertThat(count("text=ＺＥＰＰＥＬＩＮ")).isEqualTo(ROWS / 1000);
        assertThat(count("text=lin")).isEqualTo(ROWS / 1000);
        assertThat(count("text=zeppelins")).isZero();
        assertThat(count("text=女性、彩度")).isEqualTo(ROWS / 12);
        assertThat(count("text=帽子、彩度")).isZero();
        assertThat(count("lora=rare-lora&text=水彩画風、帽子")).isEqualTo(count("text=画風、帽"));
    }

    @Test
    void answersFirstAndDeepPagesInTime() {
        var deep = cursorAfter(ROWS / 2);
        for (var query :
                List.of(
                        "",
                        "cursor=" + deep,
                        "guild_id=g3",
                        "text=帽子",
                        "text=帽子&cursor=" + deep,
                        "text=1girl",
                        "text=1girl&cursor=" + deep,
                        "text=none such",
                        "model=sdxl&cursor=" + deep,
                        "model=rare-model",
                        "lora=anime&cursor=" + deep,
                        "lora=rare-lora")) {
            var millis = new ArrayList<Double>();
            for (int i = 0; i < CALLS; i++) {
                var start = System.nanoTime();
                assertThat(page(query).requests()).hasSizeLessThanOrEqualTo(20);
                millis.add((System.nanoTime() - start) / 1e6);
            }
            millis.sort(null);
            var p99 = millis.get(CALLS * 99 / 100 - 1);
            LOG.atInfo()
                    .addKeyValue("query", query.replaceAll("cursor=.*", "cursor=half"))
                    .addKeyValue("p50.millis", millis.get(CALLS / 2))
                    .addKeyValue("p99.millis", p99)
                    .log("pages of 100000 generations");
            assertThat(p99).as(query).isLessThan((double) PAGE_MAX.toMillis());
        }
    }

    private static String cursorAfter(int rows) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT created_at, request_uid FROM generation_request
                                        ORDER BY created_at DESC, request_uid DESC
                                        OFFSET :rows LIMIT 1
                                        """)
                                .bind("rows", rows)
                                .map((rs, _) ->
                                        new Cursor(
                                                rs.getTimestamp(1).toInstant(),
                                                rs.getObject(2, java.util.UUID.class)))
                                .one())
                .text();
    }

    private static int count(String query) {
        var count = 0;
        var page = page(query + "&limit=100");
        while (true) {
            count += page.requests().size();
            if (page.nextCursor() == null) {
                return count;
            }
            page = page(query + "&limit=100&cursor=" + page.nextCursor());
        }
    }

    private static RequestPage page(String query) {
        var answer = easel.get("/api/v1/requests?" + encoded(query), key);
        assertThat(answer.status()).isEqualTo(200);
        return answer.as(RequestPage.class);
    }

    private static String encoded(String query) {
        var parts = new ArrayList<String>();
        for (var part : query.split("&")) {
            var pair = part.split("=", 2);
            parts.add(
                    pair.length < 2
                            ? part
                            : pair[0] + "=" + URLEncoder.encode(pair[1], StandardCharsets.UTF_8));
        }
        return String.join("&", parts);
    }

    private static List<String> nodes(JsonNode plan) {
        return plan.findValuesAsText("Node Type");
    }
}
