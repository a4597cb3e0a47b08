package dev.loopkeeper.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.loopkeeper.engine.control.wire.ControlWire;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ControlCodecTest {

    private static final int RUNS = 300;

    @Test
    void everyWorkerMessageComesBackAsItWas() throws InvalidProtocolBufferException {
        for (long seed = 1; seed <= RUNS; seed++) {
            for (WorkerMessage message : new RandomMessages(seed).ofWorker()) {
                byte[] bytes = ControlCodec.encode(message).toByteArray();
                assertThat(ControlCodec.decode(ControlWire.FromWorker.parseFrom(bytes)))
                        .as("seed %d", seed)
                        .usingRecursiveComparison()
                        .isEqualTo(message);
            }
        }
    }

    @Test
    void everyCoordinatorMessageComesBackAsItWas() throws InvalidProtocolBufferException {
        for (long seed = 1; seed <= RUNS; seed++) {
            for (CoordinatorMessage message : new RandomMessages(seed).ofCoordinator()) {
                byte[] bytes = ControlCodec.encode(message).toByteArray();
                assertThat(ControlCodec.decode(ControlWire.ToWorker.parseFrom(bytes)))
                        .as("seed %d", seed)
                        .usingRecursiveComparison()
                        .isEqualTo(message);
            }
        }
    }

    /** So that a new kind of message is not left out of the tests above. */
    @Test
    void theRandomMessagesAreOfAllKinds() {
        RandomMessages random = new RandomMessages(1);
        assertThat(kinds(random.ofWorker())).isEqualTo(permitted(WorkerMessage.class));
        assertThat(kinds(random.ofCoordinator())).isEqualTo(permitted(CoordinatorMessage.class));
        assertThat(kinds(random.ofWorker().stream()
                        .filter(WorkerMessage.Report.class::isInstance)
                        .map(message -> ((WorkerMessage.Report) message).report())
                        .toList()))
                .isEqualTo(permitted(TaskReport.class));
        assertThat(kinds(random.ofCoordinator().stream()
                        .filter(CoordinatorMessage.Command.class::isInstance)
                        .map(message -> ((CoordinatorMessage.Command) message).command())
                        .toList()))
                .isEqualTo(permitted(TaskCommand.class));
        assertThat(kinds(random.part().operators())).isEqualTo(permitted(OperatorPart.class));
    }

    @Test
    void whatIsOfNoKnownKindIsRefused() {
        assertThatThrownBy(() -> ControlCodec.decode(ControlWire.FromWorker.getDefaultInstance()))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("unknown kind");
        assertThatThrownBy(() -> ControlCodec.decode(ControlWire.ToWorker.getDefaultInstance()))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> ControlCodec.decode(ControlWire.ToWorker.newBuilder()
                        .setCommand(ControlWire.Command.getDefaultInstance())
                        .build()))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> ControlCodec.decode(ControlWire.FromWorker.newBuilder()
                        .setReport(ControlWire.TaskReport.getDefaultInstance())
                        .build()))
                .isInstanceOf(MalformedMessageException.class);
    }

    private static Set<Class<?>> kinds(List<?> values) {
        return values.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> permitted(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses()).collect(Collectors.toSet());
    }
}
