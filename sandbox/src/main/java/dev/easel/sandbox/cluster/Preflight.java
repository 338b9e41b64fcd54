package dev.easel.sandbox.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What is wrong with a machine, each with the way out, before anything is started. */
public final class Preflight {
    static final long DISK_MEGABYTES_MIN = 6 * 1024;
    static final long MEMORY_MEGABYTES_MIN = 4 * 1024;
    private static final int JAVA = 25;

    private Preflight() {}

    /** Empty if a node can start. */
    public static List<String> problems(Machine machine) {
        if (!machine.linux() || !machine.root()) {
            return List.of(
                    (machine.linux()
                                    ? "A Kubernetes node needs root, and this user is not root."
                                    : "A Kubernetes node needs Linux, and this machine runs"
                                            + " something else.")
                            + " Two ways on: run ./easel up as root on Linux, or use a cluster you"
                            + " have: ./easel up --context NAME (kubectl config get-contexts lists"
                            + " the names).");
        }
        var problems = new ArrayList<String>();
        if (machine.javaVersion() < JAVA) {
            problems.add(
                    "Easel needs JDK 25, and this is Java "
                            + machine.javaVersion()
                            + ". Install one and point JAVA_HOME to it.");
        }
        var missing = missingPackages(machine);
        if (!missing.isEmpty()) {
            problems.add(
                    "Missing packages. Install them: apt-get update && apt-get install --yes "
                            + String.join(" ", missing));
        }
        if (!machine.programs().getOrDefault("go", false)) {
            problems.add(
                    "Go is missing; it builds the Kubernetes binary. Install Go 1.24 or newer and"
                            + " put it on the PATH.");
        }
        machine.portsInUse()
                .forEach((port, purpose) ->
                        problems.add(
                                "Port "
                                        + port
                                        + " is in use, and "
                                        + purpose
                                        + " needs it. `ss -ltnp sport = :"
                                        + port
                                        + "` names the program to stop."));
        if (machine.otherNode()) {
            problems.add(
                    "A Kubernetes node runs on this machine already (its bridge, socket or packet"
                            + " filter rules are there). If it is Easel's, run ./easel down in the"
                            + " checkout it was started from; else use it: ./easel up --context"
                            + " NAME.");
        }
        if (machine.diskFreeMegabytes() < DISK_MEGABYTES_MIN) {
            problems.add(
                    "Only "
                            + machine.diskFreeMegabytes()
                            + " MB of disk are free; "
                            + DISK_MEGABYTES_MIN
                            + " MB are needed.");
        }
        if (machine.memoryFreeMegabytes() < MEMORY_MEGABYTES_MIN) {
            problems.add(
                    "Only "
                            + machine.memoryFreeMegabytes()
                            + " MB of memory are free; "
                            + MEMORY_MEGABYTES_MIN
                            + " MB are needed.");
        }
        if (machine.address().isEmpty()) {
            problems.add(
                    "This machine has no network address besides the loopback; pods need one to"
                            + " reach it. Give an interface an address.");
        }
        return problems;
    }

    /** In alphabetical order, as one apt line takes them. */
    public static List<String> missingPackages(Machine machine) {
        var missing = new TreeSet<String>();
        Machine.PACKAGES.forEach((program, name) -> {
            if (!machine.programs().getOrDefault(program, false)) {
                missing.add(name);
            }
        });
        return List.copyOf(missing);
    }
}
