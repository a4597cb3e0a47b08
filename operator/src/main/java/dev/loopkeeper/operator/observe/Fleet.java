package dev.loopkeeper.operator.observe;

/**
 * All coordinators that this operator process listens to, so that it can tell their silence from its own deafness (K5).
 *
 * @param coordinators how many are listened to
 * @param silent how many of them have fallen silent
 * @param heard whether any line of any coordinator has ever come to this process
 * @param apiServerReachable whether the API server answered lately
 */
public record Fleet(int coordinators, int silent, boolean heard, boolean apiServerReachable) {}
