package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Packet filter rules. What was there before the node started is written down, so that exactly the
 * chains that came with it, and the rules that lead to them, are removed.
 */
final class Iptables {
    private static final List<String> FAMILIES = List.of("iptables", "ip6tables");

    private Iptables() {}

    /** Writes down the chains of now, unless an earlier start that was not cleared did. */
    static void remember(Path file) throws IOException {
        if (!Files.exists(file)) {
            var lines = new ArrayList<String>();
            for (var family : FAMILIES) {
                lines.addAll(chains(family, save(family)));
            }
            Files.write(file, lines);
        }
    }

    static void restore(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        var before = new TreeSet<>(Files.readAllLines(file));
        for (var family : FAMILIES) {
            var script = removal(family, save(family), before);
            if (!script.isEmpty()) {
                var outcome = Program.runWithInput(script, family + "-restore", "--noflush");
                if (outcome.exitCode() != 0) {
                    throw new ClusterFailure(
                            "rules of " + family + " cannot be removed: " + outcome.output());
                }
            }
        }
    }

    /** The chains of Kubernetes and its network plug-ins that are there now. */
    static Set<String> kubernetesChains() {
        var found = new TreeSet<String>();
        for (var family : FAMILIES) {
            found.addAll(chains(family, save(family)));
        }
        return found;
    }

    /** Answers {@code family table chain} for each chain of Kubernetes or a network plug-in. */
    static Set<String> chains(String family, String saved) {
        var found = new LinkedHashSet<String>();
        var table = "";
        for (var line : saved.lines().toList()) {
            if (line.startsWith("*")) {
                table = line.substring(1);
            } else if (line.startsWith(":KUBE-") || line.startsWith(":CNI-")) {
                found.add(family + " " + table + " " + line.substring(1).split(" ", 2)[0]);
            }
        }
        return found;
    }

    /** What iptables-restore must read to be rid of all such chains except those from before. */
    static String removal(String family, String saved, Set<String> before) {
        var gone = chains(family, saved);
        gone.removeAll(before);
        var script = new StringBuilder();
        var table = "";
        var part = new ArrayList<String>();
        for (var line : saved.lines().toList()) {
            if (line.startsWith("*")) {
                table = line.substring(1);
                part.clear();
            } else if (line.startsWith("-A ") && leadsTo(line, family, table, gone)) {
                part.add("-D " + line.substring(3));
            } else if (line.equals("COMMIT")) {
                var prefix = family + " " + table + " ";
                for (var chain : gone) {
                    if (chain.startsWith(prefix)) {
                        // Declaring a chain empties it, so that chains may refer to one another.
                        part.addFirst(":" + chain.substring(prefix.length()) + " - [0:0]");
                        part.add("-X " + chain.substring(prefix.length()));
                    }
                }
                if (!part.isEmpty()) {
                    script.append('*').append(table).append('\n');
                    part.forEach(step -> script.append(step).append('\n'));
                    script.append("COMMIT\n");
                }
            }
        }
        return script.toString();
    }

    /** Rules inside a chain that goes are emptied with it and need no line of their own. */
    private static boolean leadsTo(String rule, String family, String table, Set<String> gone) {
        var words = rule.split(" ", -1);
        if (gone.contains(family + " " + table + " " + words[1])) {
            return false;
        }
        for (int i = 2; i < words.length - 1; i++) {
            if ((words[i].equals("-j") || words[i].equals("-g"))
                    && gone.contains(family + " " + table + " " + words[i + 1])) {
                return true;
            }
        }
        return false;
    }

    private static String save(String family) {
        return Program.must(family + "-save");
    }
}
