package dev.easel.api.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.audit.Audit;
import dev.easel.api.audit.Audit.Event;
import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.FieldProblems;
import dev.easel.protocol.client.GlobalSettings;
import dev.easel.protocol.client.SettingKey;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reading and changing settings of a guild or of a user in it. Whether a person may change those of
 * the whole guild is known to the client alone, which asks under the scope {@code settings}.
 */
public final class SettingsEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsEndpoint.class);
    private static final String SETTINGS = "/api/v1/settings";

    private final Jdbi jdbi;
    private final Installation installation;
    private final SettingNames names;

    public SettingsEndpoint(Jdbi jdbi, Installation installation, SettingNames names) {
        this.jdbi = jdbi;
        this.installation = installation;
        this.names = names;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get(SETTINGS, access.with(Scope.READ, this::get));
        routing.get(SETTINGS + "/effective", access.with(Scope.READ, this::effective));
        routing.put(SETTINGS, access.with(Scope.SETTINGS, this::put));
        routing.delete(SETTINGS, access.with(Scope.SETTINGS, this::resetAll));
        routing.delete(SETTINGS + "/{key}", access.with(Scope.SETTINGS, this::resetOne));
    }

    /** Whose settings are meant. */
    private record Owner(String guild, @Nullable String user) {}

    private void get(ServerRequest request, ServerResponse response, Caller caller) {
        var owner = visible(request, caller);
        var found =
                jdbi.inTransaction(handle ->
                        SettingsStore.find(handle, owner.guild(), owner.user())
                                .map(row -> view(handle, owner, row, List.of())));
        Exchange.send(
                response,
                Status.OK_200,
                found.orElseThrow(() -> ApiProblem.notFound("A setting of this guild or user")));
    }

    /** Also where nothing is settled: then the installation's word holds. */
    private void effective(ServerRequest request, ServerResponse response, Caller caller) {
        var owner = visible(request, caller);
        Exchange.send(
                response,
                Status.OK_200,
                jdbi.inTransaction(handle -> view(handle, owner, null, List.of())));
    }

    private void put(ServerRequest request, ServerResponse response, Caller caller) {
        var change = SettingsForm.read(Exchange.json(request, JsonNode.class));
        var owner = new Owner(change.guildId(), change.userId());
        refuseForeign(caller, owner);
        var unchecked = names.check(change);
        Exchange.send(
                response,
                Status.OK_200,
                jdbi.inTransaction(handle -> {
                    written(handle, owner, caller, change.keys());
                    return apply(handle, change, unchecked);
                }));
        logged(owner, caller, "settings changed");
    }

    private GlobalSettings apply(Handle handle, SettingsChange change, List<String> unchecked) {
        var owner = new Owner(change.guildId(), change.userId());
        var row = SettingsStore.lock(handle, owner.guild(), owner.user());
        SettingsStore.write(handle, row.settingsId(), change.appliedTo(row.values()));
        if (change.setsSize()) {
            EffectiveView.refuseTooManyPixels(
                    SettingsStore.layers(handle, owner.guild(), owner.user()), installation);
        }
        return view(handle, owner, now(handle, owner), unchecked);
    }

    private void resetAll(ServerRequest request, ServerResponse response, Caller caller) {
        var owner = owner(request);
        refuseForeign(caller, owner);
        var view =
                jdbi.inTransaction(handle -> {
                    SettingsStore.delete(handle, owner.guild(), owner.user());
                    written(handle, owner, caller, EnumSet.allOf(SettingKey.class));
                    return view(handle, owner, null, List.of());
                });
        logged(owner, caller, "settings reset");
        Exchange.send(response, Status.OK_200, view);
    }

    private void resetOne(ServerRequest request, ServerResponse response, Caller caller) {
        var word = request.path().pathParameters().get("key");
        if (word.equals("effective")) {
            // That is no key but a path of its own, which has no such method.
            response.next();
            return;
        }
        var key = key(word);
        var owner = owner(request);
        refuseForeign(caller, owner);
        var view =
                jdbi.inTransaction(handle -> {
                    written(handle, owner, caller, Set.of(key));
                    if (now(handle, owner) != null) {
                        var row = SettingsStore.lock(handle, owner.guild(), owner.user());
                        var change =
                                new SettingsChange(
                                        owner.guild(), owner.user(), Map.of(), Set.of(key));
                        SettingsStore.write(
                                handle, row.settingsId(), change.appliedTo(row.values()));
                    }
                    return view(handle, owner, now(handle, owner), List.of());
                });
        logged(owner, caller, "a setting was reset");
        Exchange.send(response, Status.OK_200, view);
    }

    private static SettingKey key(String word) {
        return SettingKey.of(word)
                .orElseThrow(() ->
                        FieldProblems.notAChoice(
                                "key",
                                SettingRules.shown(word),
                                Arrays.stream(SettingKey.values()).map(SettingKey::word).toList(),
                                SettingRules.shown(word)
                                        + " is not a setting. There are: "
                                        + SettingKey.words()
                                        + "."));
    }

    private static @Nullable SettingsRow now(Handle handle, Owner owner) {
        return SettingsStore.find(handle, owner.guild(), owner.user()).orElse(null);
    }

    private GlobalSettings view(
            Handle handle, Owner owner, @Nullable SettingsRow row, List<String> unchecked) {
        var effective =
                EffectiveView.of(
                        SettingsStore.layers(handle, owner.guild(), owner.user()), installation);
        return row == null
                ? new GlobalSettings(
                        null,
                        owner.guild(),
                        owner.user(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        effective,
                        unchecked)
                : new GlobalSettings(
                        row.settingsId(),
                        row.guildId(),
                        row.userId(),
                        row.model(),
                        row.loras(),
                        row.promptSuffix(),
                        row.parameters(),
                        row.createdAt(),
                        row.updatedAt(),
                        effective,
                        unchecked);
    }

    private static Owner owner(ServerRequest request) {
        var query = request.query();
        var guild = query.first("guild_id").orElse("");
        var user = query.first("user_id").orElse(null);
        return new Owner(
                SettingRules.id("guild_id", TextNode.valueOf(guild)),
                user == null ? null : SettingRules.id("user_id", TextNode.valueOf(user)));
    }

    /** Other guilds' settings look as if they were not there. */
    private static Owner visible(ServerRequest request, Caller caller) {
        var owner = owner(request);
        if (!caller.sees(owner.guild())) {
            throw ApiProblem.notFound("A setting of this guild or user");
        }
        return owner;
    }

    private static void refuseForeign(Caller caller, Owner owner) {
        if (!caller.sees(owner.guild())) {
            throw ApiProblem.forbidden(
                    "They are for another guild: use credentials of the guild that guild_id"
                            + " names.");
        }
    }

    /** Which settings, never what they were set to: a suffix is words of a user. */
    private static void written(
            Handle handle, Owner owner, Caller caller, Set<SettingKey> changed) {
        var keys = changed.stream().map(SettingKey::word).sorted().toList();
        Audit.record(
                handle,
                Event.by(caller, "settings.changed")
                        .of(owner.guild(), owner.user() == null ? "" : owner.user())
                        .with(Map.of("keys", String.join(",", keys))));
    }

    private static void logged(Owner owner, Caller caller, String what) {
        LOG.atInfo()
                .addKeyValue("guild.id", owner.guild())
                .addKeyValue("guild.wide", owner.user() == null)
                .addKeyValue("caller", caller.id())
                .log(what);
    }
}
