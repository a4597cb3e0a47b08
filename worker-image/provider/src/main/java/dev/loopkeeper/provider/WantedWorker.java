package dev.loopkeeper.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker that the coordinator wants to exist.
 *
 * @param name its name, in the form of {@link WorkerName}
 * @param region the region that it works for; no other (R1)
 * @param worker its index in the region, from 0
 * @param attempt the region's attempt that it belongs to
 * @param slots how many task slots it offers, 1 or more
 * @param avoidNodes nodes that it must not be placed on (K2)
 * @param state whether it may still be created
 * @param uid the uid that it registered with; present exactly when registered
 * @param leaving told to go but alive: it stays until its region has moved (K3)
 */
public record WantedWorker(
        String name,
        String region,
        int worker,
        int attempt,
        int slots,
        List<String> avoidNodes,
        WantedState state,
        @Nullable String uid,
        boolean leaving) {

    public WantedWorker {
        Values.text("name", name);
        Values.text("region", region);
        Values.notNegative("worker", worker);
        Values.notNegative("attempt", attempt);
        Values.present("state", state);
        avoidNodes = Values.list("avoidNodes", avoidNodes, ProviderProtocol.MAX_WORKERS);
        if (slots < 1) {
            throw new IllegalArgumentException("slots is " + slots + ", but must be at least 1");
        }
        if ((state == WantedState.REGISTERED) != (uid != null)) {
            throw new IllegalArgumentException("uid must be given exactly when state is REGISTERED");
        }
    }

    /** A worker that is to be created. */
    public static WantedWorker wanted(WorkerName name, int slots) {
        return new WantedWorker(
                name.toString(),
                name.region(),
                name.worker(),
                name.attempt(),
                slots,
                List.of(),
                WantedState.WANTED,
                null,
                false);
    }

    /** The same worker, registered with this uid. */
    public WantedWorker registered(String registeredUid) {
        return new WantedWorker(
                name, region, worker, attempt, slots, avoidNodes, WantedState.REGISTERED, registeredUid, leaving);
    }
}
