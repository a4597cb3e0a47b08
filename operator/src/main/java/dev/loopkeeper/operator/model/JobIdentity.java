package dev.loopkeeper.operator.model;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.stream.Stream;

/** Which job something belongs to, and the names of its objects. */
public record JobIdentity(String namespace, String name, String uid) {

    private static final String RUN = "-run-";

    public String coordinatorPod(long epoch) {
        return name + "-coordinator-" + epoch;
    }

    /** The pod that clears the store, and the ConfigMap and the Secret that it mounts (K10). */
    public String cleanupPod() {
        return name + "-cleanup";
    }

    public String coordinatorService() {
        return name + "-coordinator";
    }

    /** The Service's name in the cluster. */
    public String coordinatorHost() {
        return coordinatorService() + "." + namespace + ".svc";
    }

    /** The ControllerRevision and the ConfigMap of a run (K9). */
    public String run(int number) {
        return name + RUN + number;
    }

    /** The authority's key and certificate; never mounted (K14). */
    public String authoritySecret() {
        return name + "-ca";
    }

    /** A role's key, certificate and bundle of authorities (K14). */
    public String certificateSecret(Role role) {
        return name + "-" + role.label() + "-tls";
    }

    /** The bearer token for metrics (K15). */
    public String metricsSecret() {
        return name + "-metrics";
    }

    /** The copy of the operator's default store's credentials (K16). */
    public String storeSecret() {
        return name + "-store";
    }

    /** Whether it is the name of one of the job's own Secrets, or of the configuration of one of its runs. */
    boolean isOwn(String object) {
        return Stream.concat(
                                Stream.of(authoritySecret(), metricsSecret(), storeSecret()),
                                Stream.of(Role.values()).map(this::certificateSecret))
                        .anyMatch(object::equals)
                || (object.startsWith(name + RUN)
                        && object.substring((name + RUN).length()).chars().allMatch(Character::isDigit));
    }

    public String networkPolicy() {
        return name + "-job";
    }

    /** What the URI in a certificate of this job begins with (K14); the role follows. */
    public String peerPrefix() {
        return "loopkeeper://" + namespace + "/" + name + "/" + uid + "/";
    }

    /** Where in the store the job's objects are, below the store's own prefix. */
    public String storePath() {
        return namespace + "/" + name + "/" + uid + "/";
    }

    /** Owner of all that goes when the job goes. */
    public OwnerReference owner() {
        return new OwnerReferenceBuilder()
                .withApiVersion(IterativeJob.GROUP + "/" + IterativeJob.VERSION)
                .withKind(IterativeJob.KIND)
                .withName(name)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
