package dev.loopkeeper.operator.act;

import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobObjects;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The Secrets that a stand-in of the API server has. */
final class StubSecrets {

    private final StubApiServer server;

    StubSecrets(StubApiServer server) {
        this.server = server;
    }

    /** One that the operator has made for this job. */
    void made(JobIdentity owner, String name, Map<String, String> texts) {
        there(new JobObjects(owner).secret(name, texts), texts);
    }

    /** One that nobody owns. */
    void users(String name, Map<String, String> texts) {
        there(new SecretBuilder().withNewMetadata().withName(name).endMetadata().build(), texts);
    }

    /** As the API server has it. */
    private void there(Secret secret, Map<String, String> texts) {
        Map<String, String> data = new HashMap<>();
        texts.forEach((key, text) ->
                data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        Secret stored = new SecretBuilder(secret)
                .withStringData(null)
                .withData(data)
                .editMetadata()
                .withResourceVersion("17")
                .endMetadata()
                .build();
        String name = "/secrets/" + secret.getMetadata().getName();
        server.answers("GET", name, 200, server.json(stored)).answers("PATCH", name, 200, server.json(stored));
    }
}
