package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** What the control surface does when it is told to: users' and admins' acts, faults and knobs. */
final class ControlActions {
    private final DiscordStandIn standIn;

    ControlActions(DiscordStandIn standIn) {
        this.standIn = standIn;
    }

    JsonNode act(String what, JsonNode body) {
        var driver = standIn.users();
        var user = text(body, "user", "en");
        return switch (what) {
            case "POST /slash" ->
                    id(
                            "interactionId",
                            driver.slash(
                                    user,
                                    text(body, "channel", "general"),
                                    text(body, "command"),
                                    options(body)));
            case "POST /click" ->
                    id(
                            "interactionId",
                            driver.click(user, text(body, "messageId"), text(body, "customId")));
            case "POST /say" ->
                    id(
                            "messageId",
                            driver.say(user, text(body, "channel", "general"), text(body, "text")));
            case "POST /mention" ->
                    id(
                            "messageId",
                            driver.mention(
                                    user, text(body, "channel", "general"), text(body, "text")));
            case "POST /autocomplete" -> autocomplete(user, body);
            case "POST /select" ->
                    id(
                            "interactionId",
                            driver.select(
                                    user,
                                    text(body, "messageId"),
                                    text(body, "customId"),
                                    body.path("values")
                                            .valueStream()
                                            .map(JsonNode::asText)
                                            .toList()));
            case "POST /mentionRole" ->
                    id(
                            "messageId",
                            driver.mentionRole(
                                    user, text(body, "channel", "general"), text(body, "text")));
            case "POST /sayDirectly" ->
                    id("messageId", driver.sayDirectly(user, text(body, "text")));
            case "POST /edit" ->
                    done(() -> driver.edit(user, text(body, "messageId"), text(body, "text")));
            case "POST /react" ->
                    done(() -> driver.react(user, text(body, "messageId"), text(body, "emoji")));
            case "POST /openThread" -> id("threadId", openThread(user, body));
            case "POST /invite" -> done(() -> driver.invite(text(body, "thread"), user));
            case "POST /submit" ->
                    id("interactionId", driver.submit(text(body, "interactionId"), values(body)));
            case "POST /dismiss" -> done(() -> driver.dismiss(text(body, "interactionId")));
            case "POST /reply" ->
                    id(
                            "messageId",
                            driver.reply(
                                    user,
                                    text(body, "messageId"),
                                    text(body, "text"),
                                    body.path("ping").asBoolean(true)));
            case "POST /delete" -> done(() -> driver.delete(text(body, "messageId")));
            case "POST /thread" ->
                    done(() ->
                            driver.archive(
                                    text(body, "thread"),
                                    body.path("archived").asBoolean(),
                                    body.path("locked").asBoolean()));
            case "POST /deleteThread" -> done(() -> driver.deleteThread(text(body, "thread")));
            case "POST /faults" -> done(() -> standIn.faults().add(body));
            case "DELETE /faults" -> done(() -> standIn.faults().clear());
            case "POST /gateway" -> done(() -> standIn.disturbGateway(text(body, "action")));
            case "PATCH /knobs" -> {
                standIn.turn(standIn.knobs().with(body));
                yield standIn.knobs().toJson();
            }
            case "DELETE /log" -> done(() -> standIn.log().clear());
            case "POST /reset" -> done(standIn::reset);
            default -> administer(what, body);
        };
    }

    private JsonNode administer(String what, JsonNode body) {
        var admin = standIn.admin();
        return switch (what) {
            case "POST /permissions" ->
                    done(() ->
                            admin.change(
                                    text(body, "user", "bot"),
                                    text(body, "channel", "*"),
                                    permissions(body.path("grant")),
                                    permissions(body.path("revoke"))));
            case "POST /token" ->
                    done(body.path("valid").asBoolean() ? admin::restoreToken : admin::revokeToken);
            case "POST /channel" -> id("channelId", admin.createChannel(text(body, "name")));
            case "POST /deleteChannel" -> done(() -> admin.deleteChannel(text(body, "channel")));
            case "POST /ageRestricted" ->
                    done(() ->
                            admin.setAgeRestricted(
                                    text(body, "channel"),
                                    body.path("restricted").asBoolean(true)));
            case "POST /member" ->
                    id(
                            "userId",
                            body.path("bot").asBoolean()
                                    ? admin.addBot(text(body, "name"))
                                    : admin.addMember(
                                            text(body, "name"), text(body, "locale", "en-US")));
            case "POST /locale" ->
                    done(() -> admin.setLocale(text(body, "user"), text(body, "locale")));
            default -> throw new NoSuchElementException("there is no " + what);
        };
    }

    private static long permissions(JsonNode names) {
        return Permission.of(names.valueStream().map(n -> Permission.named(n.asText())).toList());
    }

    /** Types a part of an option and, within {@code waitMillis}, answers what is offered. */
    private JsonNode autocomplete(String user, JsonNode body) {
        var id =
                standIn.users()
                        .type(
                                user,
                                text(body, "channel", "general"),
                                text(body, "command"),
                                options(body),
                                text(body, "option"),
                                text(body, "partial", ""));
        var patience = Duration.ofMillis(body.path("waitMillis").asLong(3000));
        var json = id("interactionId", id);
        json.set("choices", Json.MAPPER.valueToTree(standIn.users().awaitChoices(id, patience)));
        return json;
    }

    private String openThread(String user, JsonNode body) {
        var channel = text(body, "channel", "general");
        var name = text(body, "name");
        return body.path("private").asBoolean()
                ? standIn.users().openPrivateThread(user, channel, name)
                : standIn.users().openThread(user, channel, name);
    }

    private static Map<String, ?> options(JsonNode body) {
        var options = new LinkedHashMap<String, Object>();
        body.path("options").fields().forEachRemaining(o -> options.put(o.getKey(), o.getValue()));
        return options;
    }

    private static Map<String, String> values(JsonNode body) {
        var values = new LinkedHashMap<String, String>();
        body.path("values")
                .fields()
                .forEachRemaining(v -> values.put(v.getKey(), v.getValue().asText()));
        return values;
    }

    private static ObjectNode id(String field, String value) {
        return Json.object().put(field, value);
    }

    private static ObjectNode done(Runnable action) {
        action.run();
        return Json.object().put("done", true);
    }

    private static String text(JsonNode body, String field) {
        var value = body.path(field).asText("");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the field " + field + " is missing");
        }
        return value;
    }

    private static String text(JsonNode body, String field, String otherwise) {
        return body.path(field).asText(otherwise);
    }
}
