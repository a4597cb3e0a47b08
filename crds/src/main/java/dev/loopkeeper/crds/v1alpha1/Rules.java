package dev.loopkeeper.crds.v1alpha1;

import dev.loopkeeper.crds.value.CpuAmount;
import java.time.Duration;

/**
 * What the schema's types and limits cannot say: the CEL rules that the API server enforces, with their messages. The reader of job files
 * enforces each of them too, in Java.
 */
public final class Rules {

    public static final String JOB_NAME_LENGTH = "self.metadata.name.size() <= " + IterativeJob.MAX_NAME_LENGTH;
    public static final String JOB_NAME_LENGTH_MESSAGE = "the name of a job has at most " + IterativeJob.MAX_NAME_LENGTH
            + " characters, because pod names are made from it";
    public static final String JOB_NAME_FORM = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')";
    public static final String JOB_NAME_FORM_MESSAGE =
            "the name of a job is made of a-z, 0-9 and -, begins with a letter and does not end with -";

    public static final String DURATION_POSITIVE = "duration(self) > duration('0s')";
    public static final String DURATION_POSITIVE_MESSAGE = "must be longer than 0s";

    /** Well below where Go's and Java's durations end, so that whatever passes can be read and reckoned with. */
    public static final String DURATION_BOUNDED = "duration(self) <= duration('87600h')";

    public static final String DURATION_BOUNDED_MESSAGE = "must be at most 87600h, which is ten years";
    public static final Duration DURATION_BOUND = Duration.ofHours(87_600);

    /** Workers give five signs of life in the time-out; in less than this a pause of the JVM would be taken for a loss. */
    public static final String HEARTBEAT_SUFFICIENT = "duration(self) >= duration('1s')";

    public static final String HEARTBEAT_SUFFICIENT_MESSAGE = "must be at least 1s";
    public static final Duration HEARTBEAT_SUFFICIENT_TIME = Duration.ofSeconds(1);

    /** Kubernetes cuts larger quantities down to 8Ei while it reads them, so the bound must be below that to be seen. */
    public static final String MEMORY_BOUNDED = "quantity(string(self)).compareTo(quantity('1Pi')) <= 0";

    public static final String MEMORY_BOUNDED_MESSAGE = "must be at most 1Pi";
    public static final long MEMORY_BOUND_BYTES = 1L << 50;

    public static final String MEMORY_SUFFICIENT = "quantity(string(self)).compareTo(quantity('128Mi')) >= 0";
    public static final String MEMORY_SUFFICIENT_MESSAGE = "must be at least 128Mi";
    public static final long MEMORY_SUFFICIENT_BYTES = 128L << 20;

    public static final String CPU_BOUNDED =
            "quantity(string(self)).compareTo(quantity('" + CpuAmount.LARGEST_CORES + "')) <= 0";
    public static final String CPU_BOUNDED_MESSAGE = "must be at most " + CpuAmount.LARGEST_CORES;

    public static final String CPU_POSITIVE = "quantity(string(self)).isGreaterThan(quantity('0'))";
    public static final String CPU_POSITIVE_MESSAGE = "must be more than 0";

    public static final String STORE_IMMUTABLE =
            "has(self.store) == has(oldSelf.store) && (!has(self.store) || self.store == oldSelf.store)";
    public static final String STORE_IMMUTABLE_MESSAGE =
            "the store of a job cannot be changed; make a new job with restoreFrom instead";

    public static final String SECRET_WITH_TYPE = "(self.type == 'Secret') == has(self.secret)";
    public static final String SECRET_WITH_TYPE_MESSAGE =
            "type Secret needs the field secret, and only type Secret has it";

    public static final String JAR_DIGEST = "self.uri.startsWith('file:') || has(self.sha256)";
    public static final String JAR_DIGEST_MESSAGE = "a jar that is downloaded needs its sha256";
    public static final String JAR_CREDENTIALS = "!has(self.credentials) || self.uri.startsWith('s3:')";
    public static final String JAR_CREDENTIALS_MESSAGE = "only a jar with an s3:// address has credentials";

    public static final String FIXED_DELAY_WITH_TYPE = "self.type == 'FixedDelay' || !has(self.fixedDelay)";
    public static final String FIXED_DELAY_WITH_TYPE_MESSAGE = "only type FixedDelay has the field fixedDelay";
    public static final String EXPONENTIAL_DELAY_WITH_TYPE =
            "self.type == 'ExponentialDelay' || !has(self.exponentialDelay)";
    public static final String EXPONENTIAL_DELAY_WITH_TYPE_MESSAGE =
            "only type ExponentialDelay has the field exponentialDelay";
    public static final String FAILURE_RATE_WITH_TYPE = "self.type == 'FailureRate' || !has(self.failureRate)";
    public static final String FAILURE_RATE_WITH_TYPE_MESSAGE = "only type FailureRate has the field failureRate";

    public static final String DELAYS_GROW = "duration(self.max) >= duration(self.then)";
    public static final String DELAYS_GROW_MESSAGE = "max must not be shorter than then";

    private Rules() {}
}
