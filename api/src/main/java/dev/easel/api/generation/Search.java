package dev.easel.api.generation;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.FieldProblems;
import dev.easel.api.http.FieldProblems.Range;
import dev.easel.api.http.QueryFields;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.protocol.client.RequestStatus;
import io.helidon.common.parameters.Parameters;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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
        return new Search(
                QueryFields.text(query, "guild_id", QueryFields.ID_CHARS_MAX),
                QueryFields.text(query, "user_id", QueryFields.ID_CHARS_MAX),
                QueryFields.text(query, "thread_id", QueryFields.ID_CHARS_MAX),
                word(query, "status", RequestStatus.values()),
                word(query, "action", Action.values()),
                QueryFields.text(query, "text", TEXT_CHARS_MAX),
                QueryFields.text(query, "model", NAME_CHARS_MAX),
                QueryFields.text(query, "lora", NAME_CHARS_MAX),
                time(query, "since"),
                time(query, "until"),
                cursor(query),
                limit(query));
    }

    private static @Nullable String word(Parameters query, String name, Enum<?>[] values) {
        var value = QueryFields.text(query, name, QueryFields.ID_CHARS_MAX);
        var known = Arrays.stream(values).map(Snapshot::word).toList();
        if (value == null || known.contains(value)) {
            return value;
        }
        throw FieldProblems.notAChoice(
                name, value, known, name + " must be one of " + String.join(", ", known) + ".");
    }

    private static @Nullable Instant time(Parameters query, String name) {
        var value = QueryFields.text(query, name, QueryFields.ID_CHARS_MAX);
        try {
            var time = value == null ? null : Instant.parse(value);
            if (time == null || (time.isAfter(EARLIEST) && time.isBefore(LATEST))) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // falls through to the one answer
        }
        throw FieldProblems.wrongType(
                name, "time", name + " must be a time such as 2026-01-31T12:00:00Z.");
    }

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static @Nullable Cursor cursor(Parameters query) {
        var text = query.first("cursor").filter(c -> !c.isEmpty()).orElse(null);
        return text == null
                ? null
                : Cursor.parse(text)
                        .orElseThrow(() ->
                                ApiProblem.invalid(
                                        "cursor",
                                        "cursor must be a next_cursor of an earlier answer: leave"
                                                + " it out for the first page."));
    }

    private static int limit(Parameters query) {
        var text = query.first("limit").orElse("");
        if (text.isEmpty()) {
            return LIMIT_DEFAULT;
        }
        if (text.matches("[0-9]{1,3}")) {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        }
        throw FieldProblems.outOfRange(
                "limit",
                Range.whole(1, LIMIT_MAX),
                text.matches("-?[0-9]+") ? text : null,
                "limit must be from 1 to " + LIMIT_MAX + ": leave it out for 20.");
    }

    /** For ILIKE, whose wildcards mean themselves here. */
    static String anywhere(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /** The conditions that there are, by the names of the columns. */
    List<String> conditions() {
        var conditions = new java.util.ArrayList<String>();
        conditions.add("r.erased_at IS NULL");
        add(conditions, guildId, "r.tenant = :guildId");
        add(conditions, userId, "r.user_id = :userId");
        add(conditions, threadId, "r.thread_id = :threadId");
        add(conditions, status, Listing.SHOWN_STATUS + " = :status");
        add(conditions, action, "r.action = :action");
        add(conditions, text, "(r.instruction ILIKE :text OR m.prompt ILIKE :text)");
        add(conditions, model, "m.model_name = :model");
        add(conditions, lora, "m.loras @> jsonb_build_array(jsonb_build_object('name', :lora))");
        add(conditions, since, "r.created_at >= :since");
        add(conditions, until, "r.created_at < :until");
        add(conditions, after, "(r.created_at, r.request_uid) < (:afterTime, :afterUid)");
        return conditions;
    }

    private static void add(List<String> conditions, @Nullable Object value, String condition) {
        if (value != null) {
            conditions.add(condition);
        }
    }
}
