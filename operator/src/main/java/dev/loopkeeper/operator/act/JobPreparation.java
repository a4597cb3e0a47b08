package dev.loopkeeper.operator.act;

import dev.loopkeeper.crds.v1alpha1.CredentialsSpec;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.SecretCredentials;
import dev.loopkeeper.crds.v1alpha1.StoreSpec;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobStore;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.model.TemplateReferences;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.MissingObject;
import dev.loopkeeper.operator.observe.NameClash;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.StoreAddress;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks whether all is there that pods need: live, by name, without a watch (K11). Blocks. */
final class JobPreparation {

    private static final Set<Component> PODS = EnumSet.of(Component.COORDINATOR, Component.WORKER);
    private static final Set<Component> NO_PODS = Set.of();

    private final IterativeJobSpec spec;
    private final JobCluster cluster;
    private final NetworkPolicy wantedPolicy;
    private final List<MissingObject> missing = new ArrayList<>();
    private final Map<String, Optional<Set<String>>> found = new HashMap<>();
    private final List<NameClash> clashes = new ArrayList<>();
    private @Nullable Service service;
    private boolean ready = true;
    private boolean credentialsReady = true;
    private boolean configReady = true;

    private JobPreparation(IterativeJobSpec spec, JobCluster cluster, NetworkPolicy wantedPolicy) {
        this.spec = spec;
        this.cluster = cluster;
        this.wantedPolicy = wantedPolicy;
    }

    /**
     * @param generation of this specification
     * @param run the present run; 0 if there is none
     * @param policy as it is to be
     */
    static Preparation gather(
            JobIdentity job,
            IterativeJobSpec spec,
            long generation,
            int run,
            JobCluster cluster,
            JobStores stores,
            JobTrust trust,
            NetworkPolicy policy,
            Instant now) {
        JobPreparation looking = new JobPreparation(spec, cluster, policy);
        StoreSpec named = spec.snapshots().store();
        Map<String, String> credentials = named == null ? stores.defaultCredentials(cluster) : null;
        looking.lookForSecrets();
        TemplateReferences.of(job, spec).forEach(looking::look);
        looking.lookForOwn(job, run, credentials, trust, now);
        return new Preparation(
                generation,
                address(job, named, credentials, stores),
                looking.missing,
                looking.clashes,
                looking.ready,
                looking.credentialsReady,
                looking.configReady,
                epoch(looking.service));
    }

    private static @Nullable StoreAddress address(
            JobIdentity job,
            @Nullable StoreSpec named,
            @Nullable Map<String, String> defaultCredentials,
            JobStores stores) {
        if (named != null) {
            return new StoreAddress(JobStore.of(named).address(job));
        }
        return defaultCredentials == null ? null : stores.defaultAddress(job, defaultCredentials);
    }

    /** Each on its own: what one pod mounts does not keep another from being made. */
    private void lookForOwn(
            JobIdentity job, int run, @Nullable Map<String, String> defaultCredentials, JobTrust trust, Instant now) {
        JobSecrets secrets = cluster.secrets();
        looking(PODS, () -> configReady = run == 0 || cluster.runs().hasConfig(run));
        looking(NO_PODS, () -> ready &= cluster.isThere(wantedPolicy));
        // Without it a new worker does not find the coordinator.
        looking(PODS, () -> {
            service = cluster.service();
            ready &= service != null;
        });
        if (spec.snapshots().store() == null) {
            looking(PODS, () -> {
                JobSecrets.Own copy = secrets.own(job.storeSecret());
                // Without a default store there is nothing to copy; that is told of its own.
                credentialsReady =
                        defaultCredentials == null || (copy != null && defaultCredentials.equals(copy.texts()));
            });
        }
        looking(EnumSet.of(Component.COORDINATOR), () -> ready &= secrets.own(job.metricsSecret()) != null);
        JobTrust.Look certificates = trust.look(now);
        clashes.addAll(certificates.clashes());
        ready &= certificates.ready();
    }

    /** @param barred the pods that are not made where this is another's */
    private void looking(Set<Component> barred, Runnable look) {
        try {
            look.run();
        } catch (NameClashException e) {
            clashes.add(e.clash().barring(barred));
        }
    }

    private static long epoch(@Nullable Service service) {
        Map<String, String> selector =
                service == null ? null : service.getSpec().getSelector();
        String epoch = selector == null ? null : selector.get(Labels.EPOCH);
        return epoch == null ? 0 : Long.parseLong(epoch);
    }

    private void lookForSecrets() {
        StoreSpec store = spec.snapshots().store();
        if (store != null) {
            credentials("spec.snapshots.store.credentials", store.credentials());
            if (store.tls() != null && store.tls().caSecret() != null) {
                look(
                        "spec.snapshots.store.tls.caSecret",
                        store.tls().caSecret().name(),
                        List.of(store.tls().caSecret().key()));
            }
        }
        if (spec.program().jar() != null) {
            credentials("spec.program.jar.credentials", spec.program().jar().credentials());
        }
    }

    private void credentials(String path, @Nullable CredentialsSpec credentials) {
        SecretCredentials secret = credentials == null ? null : credentials.secret();
        if (secret != null) {
            look(path + ".secret", secret.name(), List.of(secret.accessKeyIdKey(), secret.secretAccessKeyKey()));
        }
    }

    private void look(String path, String name, List<String> keys) {
        look(new TemplateReferences.Reference(path, TemplateReferences.SECRET, name, keys, PODS));
    }

    private void look(TemplateReferences.Reference named) {
        Optional<Set<String>> keys =
                found.computeIfAbsent(named.kind() + " " + named.name(), _ -> keys(named.kind(), named.name()));
        if (keys.isEmpty()) {
            missing.add(new MissingObject(named.path(), named.kind(), named.name(), null, named.bars()));
            return;
        }
        named.keys().stream()
                .filter(key -> !keys.get().contains(key))
                .forEach(key ->
                        missing.add(new MissingObject(named.path(), named.kind(), named.name(), key, named.bars())));
    }

    /** The keys that it has; empty if it is not there. */
    private Optional<Set<String>> keys(String kind, String name) {
        if (kind.equals(TemplateReferences.SECRET)) {
            return Optional.ofNullable(cluster.secrets().named(name)).map(Map::keySet);
        }
        return Optional.ofNullable(cluster.configMap(name)).map(JobPreparation::keys);
    }

    private static Set<String> keys(ConfigMap there) {
        return Stream.of(there.getData(), there.getBinaryData())
                .filter(Objects::nonNull)
                .flatMap(data -> data.keySet().stream())
                .collect(Collectors.toSet());
    }
}
