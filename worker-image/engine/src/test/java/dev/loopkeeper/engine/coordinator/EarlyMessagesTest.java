package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.message.WorkerMessage.Failed;
import dev.loopkeeper.engine.message.WorkerMessage.Heartbeat;
import dev.loopkeeper.engine.message.WorkerMessage.Ready;
import dev.loopkeeper.engine.message.WorkerMessage.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EarlyMessagesTest {

    private final EarlyMessages early = new EarlyMessages();

    private static Register register(String worker, String uid) {
        return new Register(worker, 0, 0, 1, uid, "", "host:1", "plan", true);
    }

    private List<Map.Entry<String, WorkerMessage>> released() {
        List<Map.Entry<String, WorkerMessage>> released = new ArrayList<>();
        early.release((worker, message) -> released.add(Map.entry(worker, message)));
        return released;
    }

    @Test
    void eachWorkersMessagesAreHandedOverOnceAndInTheirOrder() {
        Register first = register("a", "1");
        Register second = register("b", "2");
        Failed failed = new Failed("it broke");
        early.keep("a", first);
        early.keep("b", second);
        early.keep("a", new Ready());
        early.keep("a", failed);

        assertThat(released())
                .containsExactly(
                        Map.entry("a", first),
                        Map.entry("a", new Ready()),
                        Map.entry("a", failed),
                        Map.entry("b", second));
        assertThat(released()).isEmpty();
    }

    @Test
    void signsOfLifeAreNotKept() {
        early.keep("a", register("a", "1"));
        early.keep("a", new Heartbeat(Map.of()));

        assertThat(released()).hasSize(1);
    }

    @Test
    void newStreamMakesTheOldOnesMessagesVoid() {
        Register again = register("a", "1");
        early.keep("a", register("a", "1"));
        early.keep("a", new Failed("of the old stream"));
        early.keep("a", again);

        assertThat(released()).containsExactly(Map.entry("a", again));
    }

    @Test
    void nothingIsKeptOfAWorkerThatHasGone() {
        early.keep("a", register("a", "1"));
        early.disconnected("a");
        early.keep("a", new Failed("behind its end"));

        assertThat(released()).isEmpty();
    }
}
