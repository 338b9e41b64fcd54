package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node needs to know of the machine before it starts.
 *
 * @param programs those a node needs, and whether each is there
 * @param portsInUse the ones of {@link #PORTS} that somebody else has, with their purpose
 * @param address empty if the machine has no address besides the loopback
 */
public record Machine(
        boolean linux,
        boolean root,
        boolean debian,
        int javaVersion,
        Map<String, Boolean> programs,
        Map<Integer, String> portsInUse,
        long diskFreeMegabytes,
        long memoryFreeMegabytes,
        boolean otherNode,
        Optional<String> address) {

    /** The distribution's package that each program comes with. */
    static final Map<String, String> PACKAGES =
            Map.of(
                    "containerd", "containerd",
                    "runc", "runc",
                    "/usr/lib/cni/bridge", "containernetworking-plugins",
                    "iptables", "iptables",
                    "conntrack", "conntrack",
                    "ip", "iproute2",
                    "umount", "mount",
                    "setsid", "util-linux");

    private static final int DNS_PORT = 53;

    static final Map<Integer, String> PORTS =
            Map.of(
                    Node.API_PORT,
                    "the API server",
                    10248,
                    "the kubelet",
                    10249,
                    "the proxy",
                    10250,
                    "the kubelet",
                    10256,
                    "the proxy",
                    NodeFiles.DNS_READY_PORT,
                    "the name server");

    /** Looks at this machine; the directory is where the node would keep its state. */
    public static Machine look(Path directory) throws IOException {
        var programs = new TreeMap<String, Boolean>();
        for (var program : PACKAGES.keySet()) {
            programs.put(program, present(program));
        }
        programs.put("go", present("go"));
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        boolean root = linux && "0".equals(userId());
        var address = ownAddress();
        return new Machine(
                linux,
                root,
                present("apt-get"),
                Runtime.version().feature(),
                programs,
                takenPorts(address),
                freeDisk(directory),
                linux ? freeMemory() : Long.MAX_VALUE,
                linux && root && anotherNode(programs),
                address);
    }

    private static boolean present(String program) {
        if (program.startsWith("/")) {
            return Files.isExecutable(Path.of(program));
        }
        var path = System.getenv().getOrDefault("PATH", "");
        for (var folder : path.split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static String userId() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\\s+", -1)[2])
                .findFirst()
                .orElse("");
    }

    private static Map<Integer, String> takenPorts(Optional<String> address) {
        var taken = new TreeMap<Integer, String>();
        for (var port : PORTS.entrySet()) {
            if (!free(new InetSocketAddress(port.getKey()))) {
                taken.put(port.getKey(), port.getValue());
            }
        }
        // Name servers often listen on the loopback address alone, which is no hindrance.
        if (address.isPresent() && !free(new InetSocketAddress(address.get(), DNS_PORT))) {
            taken.put(DNS_PORT, "the cluster's name server");
        }
        return taken;
    }

    private static boolean free(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (BindException e) {
            // Without root the low ports are refused too; that is told by itself.
            return String.valueOf(e.getMessage()).contains("Permission denied");
        } catch (IOException _) {
            return false;
        }
    }

    private static long freeDisk(Path directory) throws IOException {
        var at = directory.toAbsolutePath();
        while (!Files.exists(at)) {
            var parent = at.getParent();
            if (parent == null) {
                break;
            }
            at = parent;
        }
        return Files.getFileStore(at).getUsableSpace() >> 20;
    }

    private static long freeMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Another kubelet's or proxy's rules, or a sandbox of another checkout. */
    private static boolean anotherNode(Map<String, Boolean> programs) {
        return Files.exists(Path.of("/sys/class/net", NodeFiles.BRIDGE))
                || Files.exists(NodeFiles.containerdSocket())
                || (programs.getOrDefault("iptables", false)
                        && Iptables.kubernetesChains().stream()
                                .anyMatch(chain -> chain.endsWith(" KUBE-SERVICES")));
    }

    private static Optional<String> ownAddress() throws IOException {
        try (var socket = new DatagramSocket()) {
            // No packet is sent: the kernel only chooses the address it would send from.
            socket.connect(new InetSocketAddress(InetAddress.getByName("192.88.99.1"), 9));
            var chosen = socket.getLocalAddress();
            if (chosen instanceof Inet4Address
                    && !chosen.isAnyLocalAddress()
                    && !chosen.isLoopbackAddress()) {
                return Optional.of(chosen.getHostAddress());
            }
        } catch (IOException | UncheckedIOException _) {
            // A machine without a default route still has addresses.
        }
        return interfaces().stream().findFirst();
    }

    private static List<String> interfaces() throws IOException {
        var found = new ArrayList<String>();
        for (var network : NetworkInterface.networkInterfaces().toList()) {
            if (network.isUp()
                    && !network.isLoopback()
                    && !network.getName().equals(NodeFiles.BRIDGE)) {
                network.inetAddresses()
                        .filter(Inet4Address.class::isInstance)
                        .map(InetAddress::getHostAddress)
                        .forEach(found::add);
            }
        }
        return found;
    }
}
