package dev.easel.sandbox.cluster;

import java.nio.file.Path;

/** The configuration files of the node's programs, as text. */
record NodeFiles(Path directory, String address) {
    static final String NAME = "easel-node";
    static final String BRIDGE = "easel0";
    static final String PAUSE_IMAGE = "easel.local/pause:1";
    static final String POD_NETWORK = "10.244.0.0/24";
    static final String DNS_ADDRESS = "10.96.0.10";
    static final String CGROUP = "easel";
    static final int DNS_READY_PORT = 18181;

    /** Sockets and mounts; on a file system in memory, and short, as socket paths must be. */
    static final Path RUN = Path.of("/run/easel-containerd");

    static Path containerdSocket() {
        return RUN.resolve("containerd.sock");
    }

    Path containerdRoot() {
        return directory.resolve("containerd");
    }

    Path kubeletRoot() {
        return directory.resolve("kubelet");
    }

    Path networkConfiguration() {
        return directory.resolve("cni");
    }

    String containerdToml() {
        return """
        version = 2
        root = "%1$s"
        state = "%2$s"
        [grpc]
          address = "%3$s"
        [plugins."io.containerd.internal.v1.opt"]
          path = "%4$s"
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "%5$s"
          netns_mounts_under_state_dir = true
          # Without CAP_SYS_RESOURCE a lower score cannot be set, and no sandbox would start.
          restrict_oom_score_adj = true
          [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "overlayfs"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                Root = "%2$s/runc"
          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "/usr/lib/cni"
            conf_dir = "%6$s"
        """
                .formatted(
                        containerdRoot(),
                        RUN,
                        containerdSocket(),
                        directory.resolve("opt"),
                        PAUSE_IMAGE,
                        networkConfiguration());
    }

    /** A plain bridge: it routes pods and enforces no network policies. */
    String networkList() {
        return """
        {"cniVersion": "0.4.0", "name": "easel", "plugins": [
          {"type": "bridge", "bridge": "%s", "isGateway": true, "ipMasq": true,
           "hairpinMode": true,
           "ipam": {"type": "host-local", "dataDir": "%s",
                    "ranges": [[{"subnet": "%s"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
          {"type": "portmap", "capabilities": {"portMappings": true}}
        ]}
        """
                .formatted(BRIDGE, directory.resolve("addresses"), POD_NETWORK);
    }

    String kubeletYaml(Pki pki) {
        return """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        authentication:
          anonymous: {enabled: false}
          webhook: {enabled: true}
          x509: {clientCAFile: "%s"}
        authorization: {mode: Webhook}
        tlsCertFile: "%s"
        tlsPrivateKeyFile: "%s"
        address: "%s"
        cgroupDriver: cgroupfs
        # A root of our own: whatever runs below it is ours, also after a crash.
        cgroupRoot: "/%s"
        failSwapOn: false
        clusterDNS: ["%s"]
        clusterDomain: cluster.local
        containerRuntimeEndpoint: "unix://%s"
        volumePluginDir: "%s"
        podLogsDir: "%s"
        evictionHard: {memory.available: "100Mi", nodefs.available: "1%%", imagefs.available: "1%%"}
        # Imported images cannot be pulled again, so none is ever thrown away.
        imageGCHighThresholdPercent: 100
        enforceNodeAllocatable: []
        cgroupsPerQOS: true
        localStorageCapacityIsolation: false
        makeIPTablesUtilChains: true
        syncFrequency: 10s
        resolvConf: /etc/resolv.conf
        """
                .formatted(
                        pki.certificate("ca"),
                        pki.certificate("kubelet-server"),
                        pki.key("kubelet-server"),
                        address,
                        CGROUP,
                        DNS_ADDRESS,
                        containerdSocket(),
                        directory.resolve("volume-plugins"),
                        podLogs());
    }

    Path podLogs() {
        return directory.resolve("pod-logs");
    }

    /** Names outside of the cluster are asked of the machine's own servers, if it has any. */
    String corefile(Path kubeconfig, boolean forwards) {
        return """
        .:53 {
            bind %s
            errors
            ready 127.0.0.1:%d
            kubernetes cluster.local in-addr.arpa ip6.arpa {
                kubeconfig %s
            }
        %s    cache 5
        }
        """
                .formatted(
                        address,
                        DNS_READY_PORT,
                        kubeconfig,
                        forwards ? "    forward . /etc/resolv.conf\n" : "");
    }

    /** What CoreDNS may read, and the Service under which pods find it. */
    static String dnsObjects(String address) {
        return """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: easel-sandbox-dns}
        rules:
        - apiGroups: [""]
          resources: [services, pods, namespaces]
          verbs: [list, watch]
        - apiGroups: [discovery.k8s.io]
          resources: [endpointslices]
          verbs: [list, watch]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: easel-sandbox-dns}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: easel-sandbox-dns}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: easel-sandbox-dns}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: kube-dns, namespace: kube-system}
        spec:
          clusterIP: %1$s
          ports:
          - {name: dns, port: 53, protocol: UDP}
          - {name: dns-tcp, port: 53, protocol: TCP}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: kube-dns-host
          namespace: kube-system
          labels: {kubernetes.io/service-name: kube-dns}
        addressType: IPv4
        endpoints:
        - addresses: ["%2$s"]
          conditions: {ready: true}
        ports:
        - {name: dns, port: 53, protocol: UDP}
        - {name: dns-tcp, port: 53, protocol: TCP}
        """
                .formatted(DNS_ADDRESS, address);
    }
}
