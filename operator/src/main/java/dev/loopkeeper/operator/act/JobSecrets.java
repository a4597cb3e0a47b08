package dev.loopkeeper.operator.act;

import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobObjects;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets that a job names and those of its own: live, by name, never listed or watched (K11). Its own are used and changed only where it owns
 * them: users choose names as obvious as ours, and what an earlier job of the same name has left is about to go (K4). Blocks; safe for all threads.
 */
public final class JobSecrets {

    private final KubernetesClient client;
    private final JobIdentity job;

    JobSecrets(KubernetesClient client, JobIdentity job) {
        this.client = client;
        this.job = job;
    }

    /** A Secret of the job's own as it was read. */
    record Own(String name, String resourceVersion, Map<String, String> texts) {

        Own {
            texts = Map.copyOf(texts);
        }

        /** Without what is secret. */
        @Override
        public String toString() {
            return "Secret " + name + " at " + resourceVersion;
        }
    }

    /** The texts of anybody's Secret, decoded; null if there is none. */
    @Nullable
    Map<String, String> texts(String namespace, String name) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        return secret == null ? null : texts(secret);
    }

    /** The texts of a Secret in the job's namespace, whoever owns it; null if there is none. */
    @Nullable
    Map<String, String> named(String name) {
        return texts(job.namespace(), name);
    }

    /**
     * A Secret that the operator keeps for the job; null if there is none.
     *
     * @throws NameClashException if another's has the name
     */
    @Nullable
    Own own(String name) {
        Secret secret =
                client.secrets().inNamespace(job.namespace()).withName(name).get();
        if (secret == null) {
            return null;
        }
        JobCluster.requireOwn(job, secret);
        return new Own(name, String.valueOf(secret.getMetadata().getResourceVersion()), texts(secret));
    }

    private static Map<String, String> texts(Secret secret) {
        Map<String, String> texts = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) ->
                            texts.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return texts;
    }

    /**
     * Writes a Secret of the job's own whole. Of two operators that write one at once, the later fails and reads the other's next time.
     *
     * @param before as {@link #own} has read it; null if it was not there
     */
    void write(String name, Map<String, String> texts, @Nullable Own before) {
        if (before == null) {
            client.resource(new JobObjects(job).secret(name, texts)).create();
            return;
        }
        Map<String, @Nullable String> encoded = new HashMap<>();
        before.texts().keySet().stream().filter(key -> !texts.containsKey(key)).forEach(key -> encoded.put(key, null));
        texts.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        client.secrets()
                .inNamespace(job.namespace())
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization()
                                .asJson(Map.of(
                                        "metadata",
                                        Map.of("resourceVersion", before.resourceVersion()),
                                        "data",
                                        encoded)));
    }
}
