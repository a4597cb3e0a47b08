package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.Rules;
import dev.loopkeeper.crds.value.CpuAmount;
import dev.loopkeeper.crds.value.GoDuration;
import dev.loopkeeper.crds.value.MemorySize;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The CEL rules of the definition in Java. A rule is looked up by its expression, so each is checked where the definition has it. Fields that a
 * rule reads have passed the checks of their own before.
 */
final class RuleChecks {

    private static final Pattern JOB_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

    private static final Map<String, Predicate<JsonNode>> CHECKS = Map.ofEntries(
            Map.entry(
                    Rules.JOB_NAME_LENGTH,
                    job -> name(job).codePointCount(0, name(job).length()) <= IterativeJob.MAX_NAME_LENGTH),
            Map.entry(Rules.JOB_NAME_FORM, job -> JOB_NAME.matcher(name(job)).matches()),
            Map.entry(
                    Rules.DURATION_BOUNDED,
                    duration -> duration(duration).value().compareTo(Rules.DURATION_BOUND) <= 0),
            Map.entry(
                    Rules.HEARTBEAT_SUFFICIENT,
                    duration -> duration(duration).value().compareTo(Rules.HEARTBEAT_SUFFICIENT_TIME) >= 0),
            Map.entry(Rules.DURATION_POSITIVE, duration -> !duration(duration).isZero()),
            Map.entry(Rules.MEMORY_BOUNDED, memory -> memory(memory).bytes() <= Rules.MEMORY_BOUND_BYTES),
            Map.entry(Rules.MEMORY_SUFFICIENT, memory -> memory(memory).bytes() >= Rules.MEMORY_SUFFICIENT_BYTES),
            Map.entry(Rules.CPU_BOUNDED, cpu -> cpu(cpu).milliCores() <= 1000 * CpuAmount.LARGEST_CORES),
            Map.entry(Rules.CPU_POSITIVE, cpu -> cpu(cpu).milliCores() > 0),
            Map.entry(
                    Rules.SECRET_WITH_TYPE, credentials -> isType(credentials, "Secret") == credentials.has("secret")),
            Map.entry(Rules.JAR_DIGEST, jar -> jar.path("uri").asText().startsWith("file:") || jar.has("sha256")),
            Map.entry(
                    Rules.JAR_CREDENTIALS,
                    jar -> !jar.has("credentials") || jar.path("uri").asText().startsWith("s3:")),
            Map.entry(
                    Rules.FIXED_DELAY_WITH_TYPE,
                    restart -> isType(restart, "FixedDelay") || !restart.has("fixedDelay")),
            Map.entry(
                    Rules.EXPONENTIAL_DELAY_WITH_TYPE,
                    restart -> isType(restart, "ExponentialDelay") || !restart.has("exponentialDelay")),
            Map.entry(
                    Rules.FAILURE_RATE_WITH_TYPE,
                    restart -> isType(restart, "FailureRate") || !restart.has("failureRate")),
            Map.entry(
                    Rules.DELAYS_GROW,
                    delays -> duration(delays.path("max")).compareTo(duration(delays.path("then"))) >= 0),
            // A rule about change: a file by itself changes nothing.
            Map.entry(Rules.STORE_IMMUTABLE, _ -> true));

    private RuleChecks() {}

    /** The check for a rule; a rule without one is a mistake in the program. */
    static Predicate<JsonNode> check(Schema.Rule rule) {
        Predicate<JsonNode> check = CHECKS.get(rule.expression());
        if (check == null) {
            throw new IllegalStateException("the reader has no check for the rule: " + rule.expression());
        }
        return check;
    }

    /** Whether the rule holds for a value; one that cannot be told of it does not, as in Kubernetes. */
    static boolean holds(Schema.Rule rule, JsonNode value) {
        try {
            return check(rule).test(value);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The field below the rule's place that a broken rule is about; empty for the place itself. */
    static String field(Schema.Rule rule) {
        boolean aboutName = rule.expression().equals(Rules.JOB_NAME_LENGTH)
                || rule.expression().equals(Rules.JOB_NAME_FORM);
        return aboutName ? "metadata.name" : "";
    }

    private static String name(JsonNode job) {
        return job.path("metadata").path("name").asText();
    }

    private static boolean isType(JsonNode union, String type) {
        return union.path("type").asText().equals(type);
    }

    private static GoDuration duration(JsonNode text) {
        return GoDuration.parse(text.asText());
    }

    private static CpuAmount cpu(JsonNode quantity) {
        return CpuAmount.parse(quantity.asText());
    }

    private static MemorySize memory(JsonNode quantity) {
        return MemorySize.parse(quantity.asText());
    }
}
