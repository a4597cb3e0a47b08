package dev.loopkeeper.operator.model;

import java.util.Locale;

/** Who a certificate is for (K14). */
public enum Role {
    COORDINATOR,
    WORKER,
    OPERATOR;

    /** As names and the certificate's URI have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
