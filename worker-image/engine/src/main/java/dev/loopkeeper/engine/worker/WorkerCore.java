package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;

/**
 * What a worker decides: which coordinator it listens to, what it says when it registers, when it is ready. A deterministic state machine that
 * belongs to the worker's thread; slots and network are behind {@link WorkerPorts}.
 */
public final class WorkerCore {

    private final Identity identity;
    private final WorkerPorts ports;
    private long claim;
    private boolean deployed;
    private boolean running;
    private boolean ready;
    /** What this worker has failed by, told to every coordinator anew; null while it has not. */
    private WorkerMessage failure;

    /** Who this worker is, as in {@link WorkerMessage.Register}. */
    public record Identity(
            String worker,
            int region,
            int index,
            int attempt,
            String uid,
            String node,
            String dataAddress,
            String planHash) {}

    public WorkerCore(Identity identity, WorkerPorts ports) {
        this.identity = identity;
        this.ports = ports;
    }

    /** A stream to a coordinator is open: says who this is. */
    public void connected() {
        ports.send(new WorkerMessage.Register(
                identity.worker(),
                identity.region(),
                identity.index(),
                identity.attempt(),
                identity.uid(),
                identity.node(),
                identity.dataAddress(),
                identity.planHash(),
                running));
        if (failure != null) {
            ports.send(failure);
        }
    }

    /** Takes a message of a coordinator. One of a lower claim than was heard of is refused (K4, R15). */
    public void handle(CoordinatorMessage message) {
        if (message.claim() < claim) {
            return;
        }
        claim = message.claim();
        switch (message) {
            case CoordinatorMessage.Deploy deploy -> {
                if (deploy.attempt() == identity.attempt() && !deployed) {
                    deployed = true;
                    ports.deploy(deploy);
                } else if (ready) {
                    // Repeated because the stream broke, and with it perhaps the answer.
                    ports.send(new WorkerMessage.Ready());
                }
            }
            case CoordinatorMessage.Command command -> {
                if (command.command() instanceof TaskCommand.Start) {
                    running = true;
                }
                ports.command(command.command());
                if (command.command() instanceof TaskCommand.Close) {
                    ports.exit("the region is done");
                }
            }
            case CoordinatorMessage.Dismiss dismiss -> ports.exit(dismiss.reason());
        }
    }

    /** All slots are restored and all data connections are up. */
    public void slotsReady() {
        if (failure == null) {
            ready = true;
            ports.send(new WorkerMessage.Ready());
        }
    }

    /** A task has something to report. */
    public void report(TaskReport report) {
        WorkerMessage message = new WorkerMessage.Report(report);
        boolean fails = report instanceof TaskReport.Failed
                || report instanceof TaskReport.Damaged
                || report instanceof TaskReport.Mismatched;
        if (fails && failure == null) {
            failure = message;
        }
        ports.send(message);
    }

    /** Something of the worker that is no task has failed. Told once; the region restarts for it. */
    public void failed(String reason) {
        failed(new WorkerMessage.Failed(reason));
    }

    /** The data connection to a worker of the same region was lost: a symptom, perhaps, of that worker's end. */
    public void peerLost(int peer, String reason) {
        failed(new WorkerMessage.Failed(reason, peer));
    }

    private void failed(WorkerMessage.Failed message) {
        if (failure == null) {
            failure = message;
            ports.send(failure);
        }
    }

    /** The claim of the newest coordinator heard of; 0 before the first. */
    public long claim() {
        return claim;
    }
}
