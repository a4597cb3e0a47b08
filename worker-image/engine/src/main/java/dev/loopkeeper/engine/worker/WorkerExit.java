package dev.loopkeeper.engine.worker;

/**
 * How a worker has ended.
 *
 * @param reason one line
 */
public record WorkerExit(Code code, String reason) {

    /** The exit codes of a worker's process. 3 is left for what {@code -XX:+ExitOnOutOfMemoryError} makes of it. */
    public enum Code {
        /** The region is done, or the coordinator has dismissed the worker. */
        DONE(0),
        /** The worker could not start or broke: a port that is not to be had, an error in the engine. */
        BROKEN(1),
        /** The program or its parameters are wrong: another worker would not do better. */
        REFUSED(2),
        /** No coordinator was heard of for a long time. */
        LONELY(4),
        /** Told to end from outside, without a word to the coordinator. */
        ABORTED(5);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
