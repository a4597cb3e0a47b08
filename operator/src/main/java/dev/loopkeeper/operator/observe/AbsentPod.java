package dev.loopkeeper.operator.observe;

import org.jspecify.annotations.Nullable;

/**
 * A pod that is gone.
 *
 * @param uid null if there is no pod of this name at all
 */
public record AbsentPod(String name, @Nullable String uid) {}
