package dev.easel.sandbox.discord.window;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Serves the files of the page, and nothing else, under rules that let no foreign script run. */
public final class Window {
    /** Where the page is. */
    public static final String PATH = "/window/";

    private static final String PAGE = "index.html";
    private static final List<String> FILES =
            List.of(
                    PAGE,
                    "icon.svg",
                    "page.css",
                    "sidebar.css",
                    "message.css",
                    "component.css",
                    "compose.css",
                    "actions.js",
                    "commandform.js",
                    "commands.js",
                    "components.js",
                    "composer.js",
                    "dialogs.js",
                    "dom.js",
                    "listbox.js",
                    "main.js",
                    "markdown.js",
                    "messages.js",
                    "sidebar.js",
                    "state.js",
                    "text.js",
                    "wire.js");

    /** No inline script, no other host, and no string that becomes HTML. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types 'none'";

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    POLICY,
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cache-Control",
                    "no-cache");

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    public Window() {
        for (var name : FILES) {
            files.put(name, read(name));
        }
    }

    private static byte[] read(String name) {
        try (var in = Window.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page has no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers a request for a path that begins with {@link #PATH}. */
    public void handle(HttpServerExchange exchange) throws IOException {
        var name = exchange.getRequestURI().substring(PATH.length());
        var file = files.get(name.isEmpty() ? PAGE : name);
        if (file == null) {
            exchange.setStatusCode(StatusCodes.NOT_FOUND);
        } else if (!exchange.getRequestMethod().equals(Methods.GET)) {
            exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
        } else {
            HEADERS.forEach((header, value) ->
                    exchange.getResponseHeaders().put(HttpString.tryFromString(header), value));
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type(name));
            exchange.getOutputStream().write(file);
        }
        exchange.endExchange();
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/html; charset=utf-8";
        };
    }
}
