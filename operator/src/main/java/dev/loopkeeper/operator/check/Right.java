package dev.loopkeeper.operator.check;

import java.util.List;

/**
 * What the operator must be allowed to do with one kind of object. The chart's roles are tested to say the same.
 *
 * @param group the API group; empty for the core
 * @param resource in the plural, with its subresource behind a slash
 */
record Right(String group, String resource, List<String> verbs) {

    /** In each namespace with jobs. */
    static final List<Right> FOR_JOBS = List.of(
            new Right("loopkeeper.dev", "iterativejobs", List.of("get", "list", "watch", "patch", "delete")),
            new Right("loopkeeper.dev", "iterativejobs/status", List.of("get", "patch")),
            new Right("loopkeeper.dev", "iterativejobs/finalizers", List.of("update")),
            new Right("", "pods", List.of("get", "list", "watch", "create", "delete")),
            new Right("apps", "controllerrevisions", List.of("get", "list", "watch", "create", "patch", "delete")),
            new Right("", "configmaps", List.of("get", "create", "delete")),
            new Right("", "services", List.of("get", "create", "patch")),
            new Right("", "secrets", List.of("get", "create", "patch")),
            new Right("", "events", List.of("get", "create", "patch")),
            new Right("networking.k8s.io", "networkpolicies", List.of("get", "create", "patch")));

    /** In the same, where jobs get PodMonitors. */
    static final Right FOR_POD_MONITORS = new Right("monitoring.coreos.com", "podmonitors", List.of("create", "patch"));

    /** In the cluster as a whole, where nodes are watched (K11). */
    static final Right FOR_NODES = new Right("", "nodes", List.of("list", "watch"));

    /** The resource without its subresource. */
    String plural() {
        int slash = resource.indexOf('/');
        return slash < 0 ? resource : resource.substring(0, slash);
    }

    /** The subresource; empty if it is none. */
    String subresource() {
        int slash = resource.indexOf('/');
        return slash < 0 ? "" : resource.substring(slash + 1);
    }
}
