package dev.loopkeeper.crds.v1alpha1;

/** The forms of the names that Kubernetes gives to objects and to the keys of their data. */
public final class ObjectNames {

    /** The name of most objects: a DNS subdomain. */
    public static final String SUBDOMAIN_PATTERN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /** A key in the data of a Secret or a ConfigMap. */
    public static final String DATA_KEY_PATTERN = "^[-._a-zA-Z0-9]+$";

    /** The value of a label that is not empty. */
    public static final String LABEL_VALUE_PATTERN = "^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

    private ObjectNames() {}
}
