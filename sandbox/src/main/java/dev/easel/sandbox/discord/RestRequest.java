package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A request after routing: names from the path, the JSON part of the body, and the files. */
record RestRequest(
        Map<String, String> path,
        Map<String, String> query,
        JsonNode body,
        List<FilePart> files,
        long bodyBytes) {

    /** One {@code files[n]} of a multipart body. */
    record FilePart(int index, String filename, String contentType, byte[] content) {}

    String path(String name) {
        var value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no part called " + name);
        }
        return value;
    }

    boolean flag(String name) {
        return "true".equals(query.get(name));
    }
}
