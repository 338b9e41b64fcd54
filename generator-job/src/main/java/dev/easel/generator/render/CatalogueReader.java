package dev.easel.generator.render;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Deadline;
import dev.easel.generator.ExitCode;
import dev.easel.generator.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the back end answers and reads its lists. */
final class CatalogueReader {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueReader.class);

    private final Automatic1111 peer;
    private final Pace pace;
    private final RandomGenerator random;

    CatalogueReader(Automatic1111 peer, Pace pace, RandomGenerator random) {
        this.peer = peer;
        this.pace = pace;
        this.random = random;
    }

    /** An open port is not readiness: the lists are asked for until they come. */
    Catalogue read(Deadline deadline) throws InterruptedException {
        for (var tries = 0; ; tries++) {
            try {
                return read();
            } catch (IOException e) {
                var why = complaint(e);
                if (e instanceof Automatic1111.Unexpected no && no.deniesAccess()) {
                    throw new AttemptFailed(
                            ExitCode.RENDERER_ACCESS_DENIED,
                            "AUTOMATIC1111 denies access: " + why,
                            e);
                }
                if (deadline.passed()) {
                    throw new AttemptFailed(
                            ExitCode.RENDERER_UNAVAILABLE,
                            "AUTOMATIC1111 is not available: " + why,
                            e);
                }
                LOG.debug("the renderer is not ready: {}", why);
                deadline.sleep(wait(e, pace.backoff(tries, random)));
            }
        }
    }

    /** As long as a back end that limits the rate of calls asks for. */
    static Duration wait(IOException e, Duration usual) {
        return e instanceof Automatic1111.Unexpected no && no.retryAfter().compareTo(usual) > 0
                ? no.retryAfter()
                : usual;
    }

    static String complaint(IOException e) {
        return switch (e) {
            case Automatic1111.Unexpected no when no.status() == 404 ->
                    "it has no API (is it started with --api?)";
            case Automatic1111.Unexpected no when no.deniesAccess() ->
                    "it answers %d and wants a user name and password, which Easel has none of; start it without --api-auth and let only Easel reach it"
                            .formatted(no.status());
            case Automatic1111.Unexpected no ->
                    "it answers " + no.status() + ": " + no.getMessage();
            case com.fasterxml.jackson.core.JacksonException _ ->
                    "it answers something that is no JSON";
            case java.net.ConnectException _ -> "no connection";
            default -> String.valueOf(e.getMessage());
        };
    }

    private Catalogue read() throws IOException, InterruptedException {
        var options = peer.get("/sdapi/v1/options");
        if (!options.isObject()) {
            throw new IOException("its options are no JSON object");
        }
        var checkpoints = checkpoints(peer.get("/sdapi/v1/sd-models"));
        var samplers = names(peer.get("/sdapi/v1/samplers"));
        if (samplers.isEmpty()) {
            throw new IOException("it lists no samplers");
        }
        var schedulers = schedulers();
        var loras = loras();
        var version = version();
        var flavour = Flavour.of(options, checkpoints, version != null);
        var title = options.path("sd_model_checkpoint").asText("");
        var current =
                checkpoints.stream().filter(each -> each.answersTo(title)).findFirst().orElse(null);
        return new Catalogue(
                flavour,
                version,
                checkpoints,
                samplers,
                schedulers,
                loras,
                current,
                options.path("lora_add_hashes_to_infotext").asBoolean(flavour != Flavour.SD_NEXT)
                        && flavour.readsLoraTags(),
                flavour.enlarges() ? upscalers() : List.of());
    }

    /** Without those that only interpolate. */
    private List<String> upscalers() throws IOException, InterruptedException {
        try {
            return names(peer.get("/sdapi/v1/upscalers")).stream()
                    .filter(each -> !List.of("", "None", "Lanczos", "Nearest").contains(each))
                    .toList();
        } catch (Automatic1111.Unexpected e) {
            if (e.status() == 404) {
                return List.of();
            }
            throw e;
        }
    }

    /** For a second pass, of which each back end that has one knows these. */
    String latentMode() throws IOException, InterruptedException {
        return names(peer.get("/sdapi/v1/latent-upscale-modes")).stream()
                .findFirst()
                .orElse("Latent");
    }

    private static List<Checkpoint> checkpoints(JsonNode list) {
        var checkpoints = new ArrayList<Checkpoint>();
        for (var each : list) {
            var title = each.path("title").asText("");
            var name = each.path("model_name").asText(Checkpoint.withoutExtension(title));
            var file = each.path("filename").asText(name);
            var stem = Checkpoint.withoutExtension(file.substring(file.lastIndexOf('/') + 1));
            checkpoints.add(new Checkpoint(name, title, stem, each.path("hash").asText(null)));
        }
        return List.copyOf(checkpoints);
    }

    private static List<String> names(JsonNode list) {
        var names = new ArrayList<String>();
        list.forEach(each -> names.add(each.path("name").asText()));
        return List.copyOf(names);
    }

    /** Before 1.9 there was no such list and the sampler's name said both. */
    private List<Catalogue.Scheduler> schedulers() throws IOException, InterruptedException {
        try {
            var schedulers = new ArrayList<Catalogue.Scheduler>();
            for (var each : peer.get("/sdapi/v1/schedulers")) {
                var name = each.path("name").asText();
                schedulers.add(new Catalogue.Scheduler(name, each.path("label").asText(name)));
            }
            return List.copyOf(schedulers);
        } catch (Automatic1111.Unexpected e) {
            if (e.status() == 404) {
                return List.of();
            }
            throw e;
        }
    }

    private List<Catalogue.Lora> loras() throws IOException, InterruptedException {
        try {
            return peer.get("/sdapi/v1/loras", CatalogueReader::loras);
        } catch (Automatic1111.Unexpected e) {
            if (e.status() == 404) {
                return List.of();
            }
            throw e;
        }
    }

    /** Metadata, which can be megabytes per file, is skipped unread. */
    private static List<Catalogue.Lora> loras(JsonParser json) throws IOException {
        var loras = new ArrayList<Catalogue.Lora>();
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw new IOException("its LoRAs are no JSON array");
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            var name = "";
            var alias = "";
            String path = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "name" -> name = json.getValueAsString("");
                    case "alias" -> alias = json.getValueAsString("");
                    case "path" -> path = json.getValueAsString();
                    default -> json.skipChildren();
                }
            }
            loras.add(new Catalogue.Lora(name, alias.isEmpty() ? name : alias, path));
        }
        return List.copyOf(loras);
    }

    private @Nullable String version() throws IOException, InterruptedException {
        try {
            var version = peer.get("/sdapi/v1/version");
            return version.isTextual() ? version.asText() : version.path("updated").asText("");
        } catch (Automatic1111.Unexpected e) {
            return null;
        }
    }
}
