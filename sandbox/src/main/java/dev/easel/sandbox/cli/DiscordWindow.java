package dev.easel.sandbox.cli;

import dev.easel.sandbox.discord.window.Window;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** {@code easel discord} without words: says where the page on the stand-in is, and opens it. */
public final class DiscordWindow {
    private static final List<String> OPEN = List.of("--open");
    private static final List<String> DISPLAYS = List.of("DISPLAY", "WAYLAND_DISPLAY");

    private final Map<String, String> environment;
    private final PrintStream out;

    public DiscordWindow(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** Whether the page is what the words ask for. */
    public static boolean isMeant(List<String> arguments) {
        return arguments.isEmpty() || arguments.equals(OPEN);
    }

    /**
     * @param control the stand-in's control surface
     */
    public void show(URI control) {
        var page = control.resolve(Window.PATH);
        out.println("Discord stand-in, to look at and to type into: " + page);
        out.println(
                "As the Japanese user " + page + "?user=ja, as the English " + page + "?user=en");
        if (DISPLAYS.stream().anyMatch(environment::containsKey)) {
            open(page);
        }
    }

    private void open(URI page) {
        try {
            new ProcessBuilder("xdg-open", page.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            out.println("No browser was found here; open the address by hand.");
        }
    }
}
