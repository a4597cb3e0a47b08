package dev.loopkeeper.launcher.run;

import dev.loopkeeper.launcher.ExitCode;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Takes the signals that ask a run to end: the first one asks for a stop with a snapshot, the second one ends the process at once. A shutdown
 * hook would not do: during it the JVM takes no second signal, and its exit code is not ours.
 */
final class StopSignals implements AutoCloseable {

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private final List<Taken> taken;
    private final AtomicInteger received = new AtomicInteger();

    private record Taken(Signal signal, SignalHandler before) {}

    /** @param first told the number of the first signal, on a thread of the JVM's */
    StopSignals(Consumer<Integer> first) {
        SignalHandler handler = signal -> {
            if (received.compareAndSet(0, signal.getNumber())) {
                first.accept(signal.getNumber());
            } else {
                // The children see that the launcher has gone, and go.
                Runtime.getRuntime().halt(ExitCode.SIGNAL + signal.getNumber());
            }
        };
        this.taken = NAMES.stream()
                .map(Signal::new)
                .map(signal -> new Taken(signal, Signal.handle(signal, handler)))
                .toList();
    }

    /** The number of the signal that came first; 0 if none came. */
    int received() {
        return received.get();
    }

    @Override
    public void close() {
        taken.forEach(each -> Signal.handle(each.signal(), each.before()));
    }
}
