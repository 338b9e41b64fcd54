package dev.easel.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {
    private final NodeFiles files = new NodeFiles(Path.of("/somewhere/node"), "192.0.2.2");

    @Test
    void keepsAllOfContainerdApartFromAnInstalledOne() {
        assertThat(files.containerdToml())
                .contains("root = \"/somewhere/node/containerd\"")
                .contains("state = \"/run/easel-containerd\"")
                .contains("address = \"/run/easel-containerd/containerd.sock\"")
                .contains("Root = \"/run/easel-containerd/runc\"")
                .doesNotContain("/var/lib/containerd");
    }

    @Test
    void writesANetworkListThatIsJson() throws JsonProcessingException {
        var network = new ObjectMapper().readTree(files.networkList());

        assertThat(network.at("/plugins/0/bridge").asText()).isEqualTo("easel0");
        assertThat(network.at("/plugins/0/ipam/dataDir").asText())
                .isEqualTo("/somewhere/node/addresses");
    }

    @Test
    void writesAKubeletConfigurationThatIsYaml(@TempDir Path directory) throws IOException {
        var pki = Pki.create(directory, Clock.systemUTC());

        Map<?, ?> kubelet = Serialization.unmarshal(files.kubeletYaml(pki), Map.class);

        assertThat(kubelet.get("cgroupRoot")).isEqualTo("/easel");
        assertThat(kubelet.get("podLogsDir")).isEqualTo("/somewhere/node/pod-logs");
        assertThat(String.valueOf(kubelet.get("evictionHard"))).contains("nodefs.available=1%");
    }

    @Test
    void forwardsOtherNamesOnlyWhereTheMachineHasNameServers() {
        var kubeconfig = Path.of("/k");

        assertThat(files.corefile(kubeconfig, true)).contains("forward . /etc/resolv.conf");
        assertThat(files.corefile(kubeconfig, false)).doesNotContain("forward");
    }

    @Test
    void readsMountPointsAsTheKernelEscapesThem() {
        assertThat(NodeCleanup.unescaped("/a\\040b\\134c")).isEqualTo("/a b\\c");
    }
}
