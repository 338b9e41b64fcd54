package dev.easel.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightTest {
    @Test
    void findsNothingWrongWithAFittingMachine() {
        assertThat(Preflight.problems(machine().build())).isEmpty();
    }

    @Test
    void namesBothWaysOnWithoutRoot() {
        assertThat(Preflight.problems(machine().root(false).build()))
                .singleElement()
                .asString()
                .contains("as root")
                .contains("--context NAME");
    }

    @Test
    void namesBothWaysOnWithoutLinux() {
        assertThat(Preflight.problems(machine().linux(false).root(false).build()))
                .singleElement()
                .asString()
                .contains("needs Linux")
                .contains("--context NAME");
    }

    @Test
    void givesOneAptLineForAllMissingPackages() {
        assertThat(Preflight.problems(machine().without("runc").without("conntrack").build()))
                .singleElement()
                .asString()
                .contains("apt-get install --yes conntrack runc")
                .contains("apt-get install");
    }

    @Test
    void namesGo() {
        assertThat(Preflight.problems(machine().without("go").build()))
                .singleElement()
                .asString()
                .startsWith("Go is missing");
    }

    @Test
    void namesAnOldJava() {
        assertThat(Preflight.problems(machine().java(17).build()))
                .singleElement()
                .asString()
                .contains("JDK 25")
                .contains("Java 17");
    }

    @Test
    void namesThePortAndWhoNeedsIt() {
        assertThat(Preflight.problems(machine().port(10250, "the kubelet").build()))
                .singleElement()
                .asString()
                .contains("Port 10250 is in use, and the kubelet needs it");
    }

    @Test
    void namesAnotherNode() {
        assertThat(Preflight.problems(machine().otherNode().build()))
                .singleElement()
                .asString()
                .contains("./easel down");
    }

    @Test
    void namesTooLittleDiskAndMemoryTogether() {
        assertThat(Preflight.problems(machine().disk(5000).memory(3000).build()))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("5000 MB of disk"))
                .anyMatch(problem -> problem.contains("3000 MB of memory"));
    }

    @Test
    void namesAMachineWithoutAnAddress() {
        assertThat(Preflight.problems(machine().withoutAddress().build()))
                .singleElement()
                .asString()
                .contains("no network address");
    }

    private static Builder machine() {
        return new Builder();
    }

    private static final class Builder {
        private boolean linux = true;
        private boolean root = true;
        private int java = 25;
        private final Map<String, Boolean> programs = new HashMap<>();
        private final Map<Integer, String> ports = new HashMap<>();
        private long disk = 20_000;
        private long memory = 8_000;
        private boolean otherNode;
        private Optional<String> address = Optional.of("192.0.2.2");

        Builder() {
            Machine.PACKAGES.keySet().forEach(program -> programs.put(program, true));
            programs.put("go", true);
        }

        Builder linux(boolean value) {
            linux = value;
            return this;
        }

        Builder root(boolean value) {
            root = value;
            return this;
        }

        Builder java(int value) {
            java = value;
            return this;
        }

        Builder without(String program) {
            programs.put(program, false);
            return this;
        }

        Builder port(int number, String purpose) {
            ports.put(number, purpose);
            return this;
        }

        Builder disk(long megabytes) {
            disk = megabytes;
            return this;
        }

        Builder memory(long megabytes) {
            memory = megabytes;
            return this;
        }

        Builder otherNode() {
            otherNode = true;
            return this;
        }

        Builder withoutAddress() {
            address = Optional.empty();
            return this;
        }

        Machine build() {
            return new Machine(
                    linux, root, true, java, programs, ports, disk, memory, otherNode, address);
        }
    }
}
