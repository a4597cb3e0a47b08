package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.WantedWorker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do for a job. Steps are small, so that an operator that is killed between two of them goes on from what the cluster says,
 * and doing one twice does no harm (R17).
 */
public sealed interface Step {

    /** What is being done, for logs: a few words in the present participle. */
    String progress();

    /** The finalizer that keeps the resource until its store is cleared is to be there, or not (K10). */
    record SetFinalizer(boolean present) implements Step {
        @Override
        public String progress() {
            return present ? "keeping the resource until its store is cleared" : "letting the resource go";
        }
    }

    /** The job's policy, authority, certificates, tokens and Service are to be made, what there is of them kept (K14, K15, K16). */
    record PrepareJob() implements Step {
        @Override
        public String progress() {
            return "making certificates and Service";
        }
    }

    /** The credentials of the operator's default store are copied for the job's pods (K16). */
    record CopyCredentials() implements Step {
        @Override
        public String progress() {
            return "copying the credentials of the default store";
        }
    }

    /** The pods of the present specification are tried by a server-side dry run (K18, K20). */
    record TryPods(long generation) implements Step {
        @Override
        public String progress() {
            return "trying the pods of generation " + generation;
        }
    }

    /** A run begins: all that it takes is resolved and frozen (K9). */
    record StartRun(int number, long generation) implements Step {
        @Override
        public String progress() {
            return "starting run " + number + " of generation " + generation;
        }
    }

    /**
     * It is written down which build a run is of; what stands there already stands (K9).
     *
     * @param image by its digest
     */
    record ResolveImage(int run, String image) implements Step {
        @Override
        public String progress() {
            return "resolving the image of run " + run + ": " + image;
        }
    }

    /** A run's configuration has vanished and is made again from its revision (K9). */
    record RestoreConfiguration(int run) implements Step {
        @Override
        public String progress() {
            return "restoring the configuration of run " + run;
        }
    }

    /** It is written down that the run's end is wanted, and since when. */
    record AskStop(int run, String reason) implements Step {
        @Override
        public String progress() {
            return "stopping run " + run + ": " + reason;
        }
    }

    /** It is written down how the run ended. */
    record EndRun(int run, RunEnd end) implements Step {
        @Override
        public String progress() {
            return "recording the end of run " + run + ": " + end.outcome();
        }
    }

    /** An earlier run is forgotten: its revision and its configuration go. */
    record ForgetRun(int run) implements Step {
        @Override
        public String progress() {
            return "forgetting run " + run;
        }
    }

    /**
     * A coordinator is created, and the Service led to it (K7).
     *
     * @param failures how many before it failed in a row
     * @param silent how many before it were given up for silence in a row
     * @param unstarted how many before it were not started by their nodes in a row (K2)
     * @param avoidNodes where it is not to be placed (K2)
     */
    record CreateCoordinator(int run, long epoch, int failures, int silent, int unstarted, List<String> avoidNodes)
            implements Step {

        public CreateCoordinator {
            avoidNodes = List.copyOf(avoidNodes);
        }

        /** One in whose place no other was left unstarted. */
        public CreateCoordinator(int run, long epoch, int failures, int silent, List<String> avoidNodes) {
            this(run, epoch, failures, silent, 0, avoidNodes);
        }

        @Override
        public String progress() {
            return "creating coordinator " + epoch;
        }
    }

    /** The Service is to select the coordinator of this epoch (K7). */
    record SelectCoordinator(long epoch) implements Step {
        @Override
        public String progress() {
            return "leading the Service to coordinator " + epoch;
        }
    }

    /**
     * A worker is created.
     *
     * @param epoch of the list that wants it (K4)
     * @param unstarted how many before it were not started by their nodes in a row (K2)
     * @param avoidNodes where it is not to be placed (K2); what the list says, or what was learnt since
     */
    record CreateWorker(int run, long epoch, WantedWorker worker, int unstarted, List<String> avoidNodes)
            implements Step {

        public CreateWorker {
            avoidNodes = List.copyOf(avoidNodes);
        }

        /** One in whose place no other was left unstarted. */
        public CreateWorker(int run, long epoch, WantedWorker worker, List<String> avoidNodes) {
            this(run, epoch, worker, 0, avoidNodes);
        }

        @Override
        public String progress() {
            return "creating worker " + worker.name();
        }
    }

    /**
     * A pod is deleted, if it still has this uid (K4).
     *
     * @param graceSeconds 0 takes it out of the API server's books without waiting for its node
     */
    record DeletePod(String name, String uid, int graceSeconds, String why) implements Step {
        @Override
        public String progress() {
            return "deleting pod " + name + ": " + why;
        }
    }

    /** The API server is asked, not the cache, whether this pod is gone (K4). */
    record ConfirmAbsence(String name, @Nullable String uid) implements Step {
        @Override
        public String progress() {
            return "asking whether pod " + name + " is gone";
        }
    }

    /** A coordinator is told what is there. The client posts only what has changed, and at most once a second. */
    record Report(String podUid, Observations observations) implements Step {
        @Override
        public String progress() {
            return "reporting " + observations.workers().size() + " workers";
        }
    }

    /**
     * A pod is created that clears the job's store (K10).
     *
     * @param failures how many before it failed
     */
    record CreateCleanup(int run, int failures) implements Step {
        @Override
        public String progress() {
            return "clearing the store";
        }
    }

    /** What that pod mounted goes: nobody owns it (K10). */
    record DiscardCleanup() implements Step {
        @Override
        public String progress() {
            return "discarding what clearing the store took";
        }
    }

    /** The resource is deleted, because its time after the end is over (K19). */
    record DeleteJob() implements Step {
        @Override
        public String progress() {
            return "deleting the finished job";
        }
    }

    /**
     * An event is told.
     *
     * @param warning whether somebody should look at it
     */
    record Tell(boolean warning, String reason, String message) implements Step {
        @Override
        public String progress() {
            return "telling " + reason;
        }
    }

    /**
     * An event is told that holds for a while: once by each operator process.
     *
     * @param warning whether somebody should look at it
     */
    record TellOnce(boolean warning, String reason, String message) implements Step {
        @Override
        public String progress() {
            return "telling " + reason;
        }
    }
}
