package dev.loopkeeper.operator.check;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** Asks the API server whether this process' account may do what the operator does. */
final class RightsCheck {

    private final KubernetesClient client;

    RightsCheck(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What is not allowed, each in one line.
     *
     * @param namespaces where jobs are looked after; empty for all
     * @param rights that are asked for
     */
    List<String> missing(List<String> namespaces, List<Right> rights) {
        List<String> missing = new ArrayList<>();
        for (String namespace : namespaces.isEmpty() ? List.of("") : namespaces) {
            String where = namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace;
            for (Right right : rights) {
                missing(namespace, right).forEach(what -> missing.add(what + where));
            }
        }
        return missing;
    }

    /** What is not allowed of a right over objects that are in no namespace, each in one line. */
    List<String> missing(Right right) {
        return missing("", right);
    }

    private List<String> missing(String namespace, Right right) {
        return right.verbs().stream()
                .filter(verb -> !allowed(namespace, right, verb))
                .map(verb -> verb + " " + right.resource())
                .toList();
    }

    private boolean allowed(String namespace, Right right, String verb) {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(right.group())
                .withResource(right.plural())
                .withSubresource(right.subresource())
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build();
        return client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }
}
