package dev.easel.crds;

import java.util.stream.Stream;

/**
 * An object that is fine, a change of it that is not, and what the API server must say of it.
 *
 * @param rule the test's name
 */
record BadUpdate(String rule, String kind, String before, String after, String says) {
    private static final String TIME = "'2026-01-02T03:04:05Z'";
    private static final String UUID = "6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f";

    @Override
    public String toString() {
        return rule;
    }

    static Stream<BadUpdate> all() {
        return Stream.concat(frozen(), Stream.concat(states(), statuses()));
    }

    private static Stream<BadUpdate> frozen() {
        var spec = "action: Refine, instruction: x, source: {requestID: " + UUID + "}, threadID: t";
        return Stream.of(
                freeze(spec, "instruction: x", "instruction: y"),
                freeze(spec, "action: Refine", "action: Restore"),
                freeze(spec, "source: {requestID: " + UUID + "}, ", ""),
                freeze(spec, "threadID: t", "threadID: u"),
                freeze(spec, "threadID: t", "threadID: t, parameters: {steps: 9}"),
                freeze(spec, "threadID: t", "threadID: t, research: Enabled"),
                freeze(spec, "threadID: t", "threadID: t, requester: {userID: u}"),
                freeze(spec, "threadID: t", "threadID: t, delivery: {discord: {threadID: '1'}}"),
                freeze(spec, "threadID: t", "threadID: t, poolRef: {name: other}"),
                freeze(spec, "threadID: t", "threadID: t, queueTimeoutSeconds: 9"),
                freeze(spec, "threadID: t", "threadID: t, runTimeoutSeconds: 9"),
                freeze(spec, "threadID: t", "threadID: t, maxAttempts: 1"));
    }

    /** Named after the field that changes, which is the last one written. */
    private static BadUpdate freeze(String spec, String before, String after) {
        var changed = after.isEmpty() ? before : after.substring(after.indexOf(", ") + 1).trim();
        var field = changed.substring(0, changed.indexOf(':'));
        return new BadUpdate(
                field + (after.isEmpty() ? " is removed" : " changes"),
                "GenerationRequest",
                "spec: {" + spec + "}",
                "spec: {" + spec.replace(before, after) + "}",
                "spec." + field + " cannot change after creation");
    }

    private static Stream<BadUpdate> states() {
        var spec = "spec: {instruction: x, priority: %d, desiredState: %s}\n";
        var admitted = status(condition("Admitted", "True", "SlotReserved"));
        return Stream.of(
                new BadUpdate(
                        "a cancelled request comes back",
                        "GenerationRequest",
                        spec.formatted(0, "Cancelled"),
                        spec.formatted(0, "Active"),
                        "spec.desiredState stays Cancelled once it is Cancelled"),
                new BadUpdate(
                        "priority changes while admitted",
                        "GenerationRequest",
                        spec.formatted(0, "Active") + admitted,
                        spec.formatted(5, "Active") + admitted,
                        "spec.priority cannot change while the request is admitted"));
    }

    private static Stream<BadUpdate> statuses() {
        var succeeded = condition("Succeeded", "True", "Completed");
        var failed = condition("Succeeded", "False", "Cancelled");
        var timedOut = condition("Succeeded", "False", "RunTimeout");
        var pending = condition("Succeeded", "Unknown", "Pending");
        var monotonic = "status.conditions: Succeeded cannot change once it is True or False";
        return Stream.of(
                requestStatus(
                        "Succeeded turns back", status(succeeded), status(pending), monotonic),
                requestStatus("Succeeded turns over", status(succeeded), status(failed), monotonic),
                requestStatus("its reason changes", status(failed), status(timedOut), monotonic),
                requestStatus(
                        "Succeeded is removed",
                        status(succeeded),
                        status(condition("Accepted", "True", "Valid")),
                        monotonic),
                requestStatus(
                        "all conditions are removed",
                        status(succeeded),
                        "status: {attempt: 1}",
                        monotonic),
                requestStatus(
                        "status is removed",
                        status(pending),
                        "status: null",
                        "status cannot be removed once it is there"),
                requestStatus(
                        "attempt decreases",
                        "status: {attempt: 2}",
                        "status: {attempt: 1}",
                        "status.attempt cannot decrease or go away"),
                requestStatus(
                        "attempt is removed",
                        "status: {attempt: 2}",
                        "status: {observedGeneration: 1}",
                        "status.attempt cannot decrease or go away"),
                requestStatus(
                        "token decreases",
                        "status: {" + admission(7) + "}",
                        "status: {" + admission(6) + "}",
                        "status.admission.token cannot decrease"),
                requestStatus(
                        "token is lower than an attempt's",
                        "status: {attempt: 1}",
                        "status: {attempt: 1, "
                                + admission(6)
                                + ", attempts: [{number: 1, token: 7,"
                                + " slot: s, jobName: j, startTime: "
                                + TIME
                                + "}]}",
                        "status.admission.token cannot be lower than the token of an attempt"),
                requestStatus(
                        "completionTime while running",
                        status(pending),
                        status(pending)
                                .replace("status: {", "status: {completionTime: " + TIME + ", "),
                        "status.completionTime is only allowed once the condition Succeeded"),
                requestStatus(
                        "hash that is none",
                        "status: {attempt: 1}",
                        "status: {attempt: 1, images: [{index: 0, sha256: x, size: 1, key: k}]}",
                        "status.images[].sha256 must be 64 hexadecimal digits"),
                requestStatus(
                        "one condition twice",
                        status(pending),
                        status(pending + ", " + succeeded),
                        "status.conditions[1]: Duplicate value"),
                requestStatus(
                        "time that is none",
                        "status: {attempt: 1}",
                        "status: {attempt: 1, startTime: noon}",
                        "startTime in body must be of type date-time"),
                poolStatus(
                        "last token decreases",
                        "status: {lastToken: 7}",
                        "status: {lastToken: 6}",
                        "status.lastToken cannot decrease or go away"),
                poolStatus(
                        "last token is removed",
                        "status: {lastToken: 7}",
                        "status: {observedGeneration: 1}",
                        "status.lastToken cannot decrease or go away"),
                poolStatus(
                        "slot's token beyond the last token",
                        "status: {lastToken: 7}",
                        "status: {lastToken: 7, slots: [{name: gpu-0, token: 8}]}",
                        "status.slots[].token cannot be higher than status.lastToken"),
                poolStatus(
                        "use that is no number",
                        "status: {lastToken: 7}",
                        "status: {lastToken: 7, usage: [{tenant: t, userID: u, gpuSeconds: much,"
                                + " time: "
                                + TIME
                                + "}]}",
                        "status.usage[].gpuSeconds must be a decimal string"),
                poolStatus(
                        "status of a pool is removed",
                        "status: {lastToken: 7}",
                        "status: null",
                        "status cannot be removed once it is there"));
    }

    private static String condition(String type, String status, String reason) {
        return "{type: %s, status: '%s', reason: %s, message: '', lastTransitionTime: %s}"
                .formatted(type, status, reason, TIME);
    }

    private static String status(String conditions) {
        return "status: {conditions: [" + conditions + "]}";
    }

    private static String admission(int token) {
        return "admission: {pool: p, slot: s, token: %d, time: %s}".formatted(token, TIME);
    }

    private static BadUpdate requestStatus(String rule, String before, String after, String says) {
        var spec = "spec: {instruction: x}\n";
        return new BadUpdate(rule, "GenerationRequest", spec + before, spec + after, says);
    }

    private static BadUpdate poolStatus(String rule, String before, String after, String says) {
        var spec = "spec: {backends: [" + BadCreation.BACKEND + "], generator: {image: i}}\n";
        return new BadUpdate(rule, "GenerationPool", spec + before, spec + after, says);
    }
}
