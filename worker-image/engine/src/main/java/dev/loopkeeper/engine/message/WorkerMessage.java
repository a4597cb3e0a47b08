package dev.loopkeeper.engine.message;

import java.util.Map;

/** What a worker tells the coordinator; one FIFO stream for each worker. */
public sealed interface WorkerMessage {

    /**
     * The first message on a stream, also after a lost connection or a new coordinator.
     *
     * @param worker the worker's name, as wanted
     * @param region the region's index
     * @param index the worker's index in the region
     * @param uid names the process: a new process under an old name is told apart by it
     * @param node the machine it runs on; may be empty
     * @param dataAddress host and port where it takes data connections
     * @param planHash the physical hash of the plan it has made; a worker of another program or with other parameters is refused
     * @param running whether its tasks are deployed and have been started
     */
    record Register(
            String worker,
            int region,
            int index,
            int attempt,
            String uid,
            String node,
            String dataAddress,
            String planHash,
            boolean running)
            implements WorkerMessage {}

    /** All tasks have their state back and all data connections are up. */
    record Ready() implements WorkerMessage {}

    /** A task's report. */
    record Report(TaskReport report) implements WorkerMessage {}

    /**
     * The worker cannot go on: a data connection was lost, a peer refused it, a thread died. Its region has to restart.
     *
     * @param peer the index of the worker at the other end of a lost connection, of which this may be but a symptom; {@link #NO_PEER} otherwise
     */
    record Failed(String reason, int peer) implements WorkerMessage {

        public static final int NO_PEER = -1;

        public Failed(String reason) {
            this(reason, NO_PEER);
        }
    }

    /**
     * A sign of life, and what has been done so far by each slot.
     *
     * @param identity what the worker works with in handshakes at present; null without certificates
     */
    record Heartbeat(Map<Integer, SlotCounters> slots, LoadedIdentity identity) implements WorkerMessage {

        /** Of a worker without certificates. */
        public Heartbeat(Map<Integer, SlotCounters> slots) {
            this(slots, null);
        }
    }
}
