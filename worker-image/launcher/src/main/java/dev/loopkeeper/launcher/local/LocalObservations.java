package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.WantedState;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerPhase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a local provider tells its coordinator: a function of what it sees. */
final class LocalObservations {

    private final String node;

    /** @param node what this machine is called */
    LocalObservations(String node) {
        this.node = node;
    }

    Observations of(
            ProviderState state, List<LocalWorker> workers, boolean acknowledgedVerdict, @Nullable StopRequest stop) {
        List<ObservedWorker> observed = new ArrayList<>();
        Set<String> uids = new HashSet<>();
        for (LocalWorker worker : workers) {
            uids.add(worker.uid());
            observed.add(observe(worker));
        }
        for (WantedWorker wanted : state.wanted()) {
            String uid = wanted.uid();
            if (wanted.state() == WantedState.REGISTERED && uid != null && !uids.contains(uid)) {
                // It was the child of a launcher before this one; its children end with it (K4).
                observed.add(ObservedWorker.absent(wanted.name(), uid));
            }
        }
        return new Observations(
                ProviderProtocol.VERSION,
                state.epoch(),
                state.version(),
                observed,
                List.of(),
                acknowledgedVerdict,
                stop);
    }

    private ObservedWorker observe(LocalWorker worker) {
        return switch (worker.life()) {
            case WorkerLife.Running(boolean killed) ->
                killed
                        ? seen(worker, WorkerPhase.TERMINATING, "Superseded", null, "", "")
                        : ObservedWorker.running(worker.name(), worker.uid(), node);
            case WorkerLife.Ended(ChildExit exit, boolean killed) ->
                exit.clean()
                        ? seen(worker, WorkerPhase.GONE, exit.reason(), exit.exitCode(), "", "")
                        : seen(
                                worker,
                                WorkerPhase.FAILED,
                                killed ? "Superseded" : exit.reason(),
                                exit.exitCode(),
                                "the process ended with code " + exit.exitCode(),
                                exit.logTail());
            case WorkerLife.Unstartable(String reason) ->
                seen(worker, WorkerPhase.FAILED, "StartError", null, reason, "");
        };
    }

    private ObservedWorker seen(
            LocalWorker worker,
            WorkerPhase phase,
            String reason,
            @Nullable Integer exitCode,
            String message,
            String logTail) {
        return new ObservedWorker(worker.name(), worker.uid(), node, phase, reason, exitCode, message, logTail, false);
    }
}
