package dev.easel.sandbox.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /_sandbox/}: faults (GET, POST, DELETE), requests (GET, DELETE), state (GET), pace (POST),
 * for tests that run in another process.
 */
final class Control {
    private final StandInServer server;
    private final Service service;
    private final Faults faults;
    private final RequestLog log;
    private final ObjectMapper mapper;

    Control(
            StandInServer server,
            Service service,
            Faults faults,
            RequestLog log,
            ObjectMapper mapper) {
        this.server = server;
        this.service = service;
        this.faults = faults;
        this.log = log;
        this.mapper = mapper;
    }

    Reply answer(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "GET /_sandbox/faults" -> Reply.json(mapper.valueToTree(faults.armed()));
            case "POST /_sandbox/faults" -> arm(call);
            case "DELETE /_sandbox/faults" -> {
                faults.clear();
                yield done();
            }
            case "GET /_sandbox/requests" -> Reply.json(mapper.valueToTree(log.entries()));
            case "DELETE /_sandbox/requests" -> {
                log.clear();
                yield done();
            }
            case "GET /_sandbox/state" -> Reply.json(state());
            case "POST /_sandbox/pace" ->
                    service.pace().map(p -> change(p, call)).orElseGet(() -> unknown(call));
            case "POST /_sandbox/reset" -> {
                faults.clear();
                log.clear();
                service.reset();
                yield done();
            }
            default -> unknown(call);
        };
    }

    private ObjectNode state() {
        var state = service.state();
        state.set("faults", mapper.valueToTree(faults.armed()));
        service.pace().ifPresent(pace -> state.put("pace", pace.factor()));
        return state;
    }

    private Reply change(Pace pace, Call call) {
        try {
            pace.set(mapper.readTree(call.text()).path("factor").asDouble(Double.NaN));
            return done();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return problem(400, String.valueOf(e.getMessage()));
        }
    }

    private Reply arm(Call call) {
        List<Faults.Armed> wanted = new ArrayList<>();
        try {
            var body = mapper.readTree(call.text());
            for (var one : body.isArray() ? body : List.of(body)) {
                wanted.add(parse(one));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return problem(400, String.valueOf(e.getMessage()));
        }
        for (var one : wanted) {
            if (one.fault() instanceof TransportFault.Offline(long millis)) {
                server.goOfflineFor(Duration.ofMillis(millis));
            } else {
                faults.arm(one.fault(), one.path(), one.times());
            }
        }
        return done();
    }

    private Faults.Armed parse(JsonNode node) throws JsonProcessingException {
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException("a fault is an object with a kind");
        }
        var rest = object.deepCopy();
        var path = rest.path("path").asText("");
        var times = rest.path("times").asInt(1);
        rest.remove(List.of("path", "times"));
        return new Faults.Armed(mapper.treeToValue(rest, Fault.class), path, times);
    }

    private Reply unknown(Call call) {
        return problem(404, "no such control: " + call.method() + " " + call.path());
    }

    private Reply done() {
        return Reply.json(mapper.createObjectNode().put("ok", true));
    }

    private Reply problem(int status, String message) {
        return Reply.json(status, mapper.createObjectNode().put("error", message));
    }
}
