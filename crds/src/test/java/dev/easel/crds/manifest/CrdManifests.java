package dev.easel.crds.manifest;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** Both definitions as YAML, by file name, made from the records and {@link CrdCompletion}. */
final class CrdManifests {
    private CrdManifests() {}

    static Map<String, CustomResourceDefinition> generate() {
        var definitions = new TreeMap<String, CustomResourceDefinition>();
        CRDPostProcessor collect =
                new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        var complete = CrdCompletion.complete((CustomResourceDefinition) crd);
                        definitions.put(complete.getMetadata().getName() + ".yaml", complete);
                        return complete;
                    }
                };
        var count =
                new CRDGenerator()
                        .customResourceClasses(GenerationRequest.class, GenerationPool.class)
                        .forCRDVersions("v1")
                        .withPostProcessor(collect)
                        .withOutput(new Discard())
                        .generate();
        if (count != 2) {
            throw new IllegalStateException("expected two definitions, got " + count);
        }
        return definitions;
    }

    static String yaml(CustomResourceDefinition definition) {
        return Serialization.asYaml(definition);
    }

    /** The generator insists on writing; what counts is what the post-processor saw. */
    private static final class Discard implements CRDGenerator.CRDOutput<OutputStream> {
        @Override
        public OutputStream outputFor(String name) {
            return new ByteArrayOutputStream();
        }

        @Override
        public URI crdURI(String name) {
            return URI.create("file:///" + name);
        }

        @Override
        public void close() {}
    }
}
