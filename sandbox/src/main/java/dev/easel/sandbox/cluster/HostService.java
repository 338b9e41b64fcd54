package dev.easel.sandbox.cluster;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * A Service whose one endpoint is a program of this machine outside of the cluster, so that pods
 * reach it by the name that it has in production.
 */
public record HostService(
        String namespace, String name, int port, String hostAddress, int hostPort) {
    private static final String PORT_NAME = "main";

    /** Creates both objects or brings them up to date. */
    public void apply(KubernetesClient client) {
        var service =
                new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withName(PORT_NAME)
                        .withPort(port)
                        .withProtocol("TCP")
                        .endPort()
                        .endSpec()
                        .build();
        var endpoints =
                new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name + "-host")
                        .addToLabels("kubernetes.io/service-name", name)
                        .endMetadata()
                        .withAddressType("IPv4")
                        .addNewEndpoint()
                        .withAddresses(hostAddress)
                        .withNewConditions()
                        .withReady(true)
                        .endConditions()
                        .endEndpoint()
                        .addNewPort()
                        .withName(PORT_NAME)
                        .withPort(hostPort)
                        .withProtocol("TCP")
                        .endPort()
                        .build();
        client.resource(service).forceConflicts().serverSideApply();
        client.resource(endpoints).forceConflicts().serverSideApply();
    }
}
