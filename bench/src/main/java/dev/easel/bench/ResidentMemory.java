package dev.easel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Resident memory of Easel's processes on this machine, found by their main classes. */
final class ResidentMemory {
    private static final List<String> MAIN_CLASSES =
            List.of("OperatorMain", "ApiMain", "BotMain", "GeneratorMain");

    private ResidentMemory() {}

    static List<Measurement> measure(Path proc) throws IOException {
        var measured = new ArrayList<Measurement>();
        try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var process : processes) {
                process(process).ifPresent(measured::add);
            }
        }
        return measured;
    }

    private static Optional<Measurement> process(Path process) {
        try {
            var command = Files.readString(process.resolve("cmdline")).split("\0", -1);
            for (var argument : command) {
                for (var main : MAIN_CLASSES) {
                    if (argument.endsWith("." + main)) {
                        var name = "resident" + main.replace("Main", "") + "Mebibytes";
                        return Optional.of(new Measurement(name, List.of(mebibytes(process))));
                    }
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty(); // It has ended meanwhile.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double mebibytes(Path process) throws IOException {
        for (var line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        return 0;
    }
}
