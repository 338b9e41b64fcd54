package dev.easel.api;

import dev.easel.service.Env;
import dev.easel.service.Logging;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the API from the environment and ends it with the process. */
public final class ApiMain {
    private static final Logger LOG = LoggerFactory.getLogger(ApiMain.class);

    private ApiMain() {}

    static void main(String[] args) throws IOException, InterruptedException {
        Logging.start();
        ApiConfig config;
        try {
            config = ApiConfig.from(System.getenv());
        } catch (Env.InvalidConfiguration | Env.Expected e) {
            LOG.error("{}", e.getMessage());
            System.exit(78);
            return;
        }
        var client = new KubernetesClientBuilder().build();
        var api = Api.start(config, client, Clock.systemUTC());
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    LOG.info("stopping");
                                    api.close();
                                    client.close();
                                },
                                "shutdown"));
        LOG.atInfo()
                .addKeyValue("port", api.port())
                .addKeyValue("ops.port", api.opsPort())
                .addKeyValue("namespace", config.namespace())
                .log("ready");
        Thread.currentThread().join();
    }
}
