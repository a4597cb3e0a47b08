package dev.loopkeeper.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** Which cluster is tested on: the given one, else K3s, else one of our own. */
public final class ClusterChoice {

    /** Names the worker image, if the cluster can pull one. */
    public static final String WORKER_IMAGE = "LOOPKEEPER_E2E_WORKER_IMAGE";

    /** Names the operator image, if the cluster can pull one. */
    public static final String OPERATOR_IMAGE = "LOOPKEEPER_E2E_OPERATOR_IMAGE";

    private ClusterChoice() {}

    /** Whether both images are named. */
    public static boolean imagesGiven() {
        return System.getenv(WORKER_IMAGE) != null && System.getenv(OPERATOR_IMAGE) != null;
    }

    /**
     * Finds or starts one.
     *
     * @throws TestAbortedException with one line that says what is missing
     */
    public static TestCluster open() {
        String given = System.getenv("KUBECONFIG");
        if (given != null && !given.isBlank()) {
            return given(Path.of(given));
        }
        if (K3sCluster.available()) {
            return K3sCluster.start();
        }
        Optional<String> missing = ThrowAwayCluster.missing();
        if (missing.isPresent()) {
            throw new TestAbortedException(
                    "no cluster to test on: KUBECONFIG is not set, Docker does not run K3s, and for a cluster of our own "
                            + missing.get());
        }
        return ThrowAwayCluster.start();
    }

    private static TestCluster given(Path kubeconfig) {
        if (!Files.exists(kubeconfig)) {
            throw new TestAbortedException(
                    "no cluster to test on: there is no file " + kubeconfig + ", which KUBECONFIG names");
        }
        Optional<TestCluster> ours = ThrowAwayCluster.of(kubeconfig);
        if (ours.isPresent()) {
            return ours.get();
        }
        if (System.getenv(GivenCluster.LOAD) == null && !imagesGiven()) {
            throw new TestAbortedException("the cluster of KUBECONFIG cannot be tested on: set " + GivenCluster.LOAD
                    + " to a command that loads an archive of an image, or " + WORKER_IMAGE + " and " + OPERATOR_IMAGE
                    + " to images that it can pull");
        }
        return new GivenCluster(kubeconfig);
    }
}
