package dev.easel.operator;

import dev.easel.service.Logging;
import dev.easel.service.OpsServer;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The operator's process. */
public final class OperatorMain {
    private OperatorMain() {}

    static void main(String[] args) {
        Logging.start();
        var log = LoggerFactory.getLogger(OperatorMain.class);
        var config = OperatorConfig.from(System.getenv());
        var meters = OpsServer.meters();
        var client = new KubernetesClientBuilder().build();
        // No clean-up on the way: whoever lost the lease must not write another byte.
        var easel =
                EaselOperator.start(
                        config,
                        client,
                        meters,
                        Clock.systemUTC(),
                        () -> Runtime.getRuntime().halt(1));
        var ops =
                OpsServer.start(
                        config.opsPort(),
                        meters,
                        Map.of("lease", easel::isLive, "passes", easel::isPassing),
                        Map.of("started", easel::isReady));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    easel.close();
                                    ops.close();
                                    client.close();
                                },
                                "stop"));
        log.atInfo()
                .addKeyValue("namespace", config.namespace())
                .addKeyValue("leader_election", config.leaderElection())
                .log("Operator started");
    }
}
