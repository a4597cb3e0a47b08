package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.WantedWorker;

/** A small thing that the provider does. */
sealed interface Step {

    record StartCoordinator() implements Step {}

    /** For this reason, one line. */
    record KillCoordinator(String reason) implements Step {}

    record StartWorker(WantedWorker worker) implements Step {}

    record KillWorker(String uid) implements Step {}

    /** Nobody asks for this ended worker any more. */
    record ForgetWorker(String uid) implements Step {}

    /** The run is over; nothing else is done after it. */
    record End(RunEnd end) implements Step {}
}
