package dev.easel.api.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.auth.Caller;
import dev.easel.protocol.Json;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Writes down what was done, in the transaction that does it. */
public final class Audit {
    /** The credential of the bot, which is the door of Discord. */
    public static final String BOT = "serviceaccount:easel-bot";

    private Audit() {}

    /** By which door somebody came. */
    public enum Door {
        DISCORD("Discord"),
        API("API"),
        KUBECTL("Kubectl");

        private final String word;

        Door(String word) {
            this.word = word;
        }
    }

    /**
     * What was done. Nothing in it may be what a user wrote.
     *
     * @param caller names the credential, never its secret; empty where nobody knows it
     * @param action a thing and what was done to it, such as {@code request.created}
     * @param tenant whose data it was about; empty if it was about the installation
     * @param userId about whose data, if about one user's
     * @param subject the id of the thing
     * @param details short words by name
     */
    public record Event(
            Door door,
            String caller,
            String action,
            String tenant,
            String userId,
            String subject,
            Map<String, String> details) {
        public Event {
            details = Map.copyOf(details);
        }

        public static Event by(Caller caller, String action) {
            var door = caller.id().equals(BOT) ? Door.DISCORD : Door.API;
            return new Event(door, caller.id(), action, "", "", "", Map.of());
        }

        public Event of(String newTenant, String newUserId) {
            return new Event(door, caller, action, newTenant, newUserId, subject, details);
        }

        public Event about(String newSubject) {
            return new Event(door, caller, action, tenant, userId, newSubject, details);
        }

        public Event with(Map<String, String> newDetails) {
            return new Event(door, caller, action, tenant, userId, subject, newDetails);
        }
    }

    public static void record(Handle handle, Event event) {
        handle.createUpdate(
                        """
                        INSERT INTO audit_event
                          (door, caller, action, tenant, user_id, subject, details)
                        VALUES (:door, :caller, :action, :tenant, :user, :subject,
                          CAST(:details AS jsonb))
                        """)
                .bind("door", event.door().word)
                .bind("caller", event.caller())
                .bind("action", event.action())
                .bind("tenant", event.tenant())
                .bind("user", event.userId())
                .bind("subject", event.subject())
                .bind("details", json(event.details()))
                .execute();
    }

    private static String json(Map<String, String> details) {
        try {
            return Json.mapper().writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("words can be written as JSON", e);
        }
    }
}
