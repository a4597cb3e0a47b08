package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.act.RootCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for an API server that is away (K24): one line for each time that it does not answer, at growing distances. For one thread. */
final class ApiServerWait {

    static final Duration FIRST = Duration.ofSeconds(1);

    /** The lost leader of K24 is to be replaced within seconds of the API server's return. */
    static final Duration LONGEST = Duration.ofSeconds(8);

    private static final int SERVER_ERROR = 500;

    private final Supplier<@Nullable String> trouble;
    private final Pause pause;
    private final Consumer<String> log;

    /** @param trouble why there is no answer, in one line; null if there is one */
    ApiServerWait(Supplier<@Nullable String> trouble, Pause pause, Consumer<String> log) {
        this.trouble = trouble;
        this.pause = pause;
        this.log = log;
    }

    /** Lets time pass. */
    interface Pause {

        void last(Duration time) throws InterruptedException;
    }

    /** @throws InterruptedException if the thread is told to end; the API server may be away for any time */
    void untilItAnswers() throws InterruptedException {
        Duration next = FIRST;
        String why = trouble.get();
        while (why != null) {
            if (Thread.interrupted()) {
                // An interrupted request is no news of the API server.
                throw new InterruptedException();
            }
            log.accept(why + "; the operator starts when it does, and asks again in " + next.toSeconds() + " s");
            pause.last(next);
            Duration doubled = next.multipliedBy(2);
            next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
            why = trouble.get();
        }
    }

    /** Why the API server does not answer; null if it does. A refusal is an answer. */
    static @Nullable String trouble(KubernetesClient client) {
        try {
            client.getKubernetesVersion();
            return null;
        } catch (KubernetesClientException e) {
            boolean answered = e.getCode() > 0 && e.getCode() < SERVER_ERROR;
            return answered
                    ? null
                    : "The API server at " + client.getMasterUrl() + " does not answer: " + RootCause.line(e);
        }
    }
}
