package dev.easel.api.generation;

import dev.easel.api.http.FieldProblems;
import dev.easel.api.http.Period;
import dev.easel.api.http.QueryFields;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.protocol.client.RequestStatus;
import io.helidon.common.parameters.Parameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of requests is narrowed to; absent parts leave all.
 *
 * @param text is part of the instruction or of the prompt, in any case
 * @param since with this moment
 * @param until without this moment
 */
record Search(
        @Nullable String guildId,
        @Nullable String userId,
        @Nullable String threadId,
        @Nullable String status,
        @Nullable String action,
        @Nullable String text,
        @Nullable String model,
        @Nullable String lora,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Cursor after,
        int limit) {
    private static final int NAME_CHARS_MAX = 253;
    private static final int TEXT_CHARS_MAX = 200;
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;

    static Search of(Parameters query) {
        var period = Period.of(query);
        return new Search(
                QueryFields.id(query, "guild_id"),
                QueryFields.id(query, "user_id"),
                QueryFields.id(query, "thread_id"),
                word(query, "status", RequestStatus.values()),
                word(query, "action", Action.values()),
                QueryFields.text(query, "text", TEXT_CHARS_MAX),
                QueryFields.text(query, "model", NAME_CHARS_MAX),
                QueryFields.text(query, "lora", NAME_CHARS_MAX),
                period.since(),
                period.until(),
                cursor(query),
                QueryFields.limit(query, LIMIT_MAX, LIMIT_DEFAULT));
    }

    private static @Nullable String word(Parameters query, String name, Enum<?>[] values) {
        var value = QueryFields.id(query, name);
        var known = Arrays.stream(values).map(Snapshot::word).toList();
        if (value == null || known.contains(value)) {
            return value;
        }
        throw FieldProblems.notAChoice(
                name, value, known, name + " must be one of " + String.join(", ", known) + ".");
    }

    private static @Nullable Cursor cursor(Parameters query) {
        var text = query.first("cursor").filter(c -> !c.isEmpty()).orElse(null);
        return text == null ? null : Cursor.parse(text).orElseThrow(QueryFields::noCursor);
    }

    /** Whether the rows that are made for searching are needed. */
    private boolean searches() {
        return text != null || model != null || lora != null;
    }

    /**
     * What is looked through, the newest first: the table that has the filters' indices gives the
     * order too, so that a page is read off an index wherever there is one.
     */
    String from() {
        return searches()
                ? "request_search s JOIN generation_request r USING (request_uid)"
                : "generation_request r";
    }

    String order() {
        var table = table();
        return table + ".created_at DESC, " + table + ".request_uid DESC";
    }

    private String table() {
        return searches() ? "s" : "r";
    }

    /**
     * The conditions that there are.
     *
     * @param tenant the only one that may be seen, if there is one
     */
    List<String> conditions(@Nullable String tenant) {
        var table = table();
        var conditions = new ArrayList<String>();
        conditions.add("r.erased_at IS NULL");
        add(conditions, tenant, table + ".tenant = :tenant");
        add(conditions, guildId, table + ".tenant = :guildId");
        add(conditions, userId, "r.user_id = :userId");
        add(conditions, threadId, "r.thread_id = :threadId");
        add(conditions, status, "r.shown_status = :status");
        add(conditions, action, "r.action = :action");
        add(conditions, text, "s.grams @@ search_query(search_form(:text))");
        add(conditions, text, "strpos(s.words, search_form(:text)) > 0");
        add(conditions, model, "s.model_name = :model");
        add(conditions, lora, "s.lora_names @> ARRAY[CAST(:lora AS text)]");
        add(conditions, since, table + ".created_at >= :since");
        add(conditions, until, table + ".created_at < :until");
        add(
                conditions,
                after,
                "(%1$s.created_at, %1$s.request_uid) < (:afterTime, :afterUid)".formatted(table));
        return conditions;
    }

    private static void add(List<String> conditions, @Nullable Object value, String condition) {
        if (value != null) {
            conditions.add(condition);
        }
    }
}
