package dev.loopkeeper.operator.observe;

import org.jspecify.annotations.Nullable;

/**
 * How a pod's main container ended.
 *
 * @param reason Kubernetes' word, such as {@code OOMKilled} or {@code Error}
 * @param message what the container left behind, or the end of its log (K11)
 */
public record ContainerEnd(int exitCode, @Nullable String reason, String message) {}
