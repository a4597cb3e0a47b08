package dev.loopkeeper.launcher.child;

import java.util.List;

/**
 * How a worker's memory is divided. What the JVM needs for itself (classes, code, thread stacks) does not grow with the heap, so small workers
 * give a larger part of their memory to it.
 *
 * @param heap in bytes
 * @param direct for network buffers, in bytes
 */
public record WorkerMemory(long heap, long direct) {

    private static final long MEBIBYTE = 1 << 20;
    private static final long LEAST_OVERHEAD = 64 * MEBIBYTE;
    private static final long MOST_OVERHEAD = 256 * MEBIBYTE;
    private static final long LEAST_HEAP = 32 * MEBIBYTE;

    /** The division of so many bytes for the whole process. */
    public static WorkerMemory of(long bytes) {
        long overhead = Math.clamp(bytes / 6, LEAST_OVERHEAD, MOST_OVERHEAD);
        long direct = Math.max(16 * MEBIBYTE, bytes / 10);
        return new WorkerMemory(Math.max(LEAST_HEAP, bytes - overhead - direct), direct);
    }

    /** What the loops' logs of a process with this heap may hold in memory. */
    public static long logBytes(long heap) {
        return Math.max(4 * MEBIBYTE, heap / 4);
    }

    /** As options of the JVM. */
    public List<String> options() {
        return List.of("-Xmx" + heap / MEBIBYTE + "m", "-XX:MaxDirectMemorySize=" + direct / MEBIBYTE + "m");
    }
}
