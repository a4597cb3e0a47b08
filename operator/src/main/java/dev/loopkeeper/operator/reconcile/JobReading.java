package dev.loopkeeper.operator.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.crds.read.TolerantBinding;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Has the client read jobs whatever they say; what is wrong with one is for {@link SpecificationCheck}. */
@Singleton
public final class JobReading implements KubernetesClientObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new TolerantBinding());
    }
}
