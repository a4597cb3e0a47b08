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
            for (Right right : rights) {
                for (String verb : right.verbs()) {
                    if (!allowed(namespace, right, verb)) {
                        missing.add(verb + " " + right.resource()
                                + (namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace));
                    }
                }
            }
        }
        return missing;
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
