package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.message.WorkerMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What workers say before the job is claimed, kept until it is: those that run already when a coordinator starts register with it at once, and
 * only once for each stream (R16). A store that is down may keep the claim waiting for hours, so that signs of life are not kept.
 */
final class EarlyMessages {

    private final Map<String, List<WorkerMessage>> messages = new LinkedHashMap<>();

    /** Keeps a message; a registration begins a new stream, and what came by the one before is void. */
    void keep(String worker, WorkerMessage message) {
        switch (message) {
            case WorkerMessage.Register register -> messages.put(worker, new ArrayList<>(List.of(register)));
            case WorkerMessage.Heartbeat heartbeat -> {}
            case WorkerMessage.Ready ready -> later(worker, ready);
            case WorkerMessage.Report report -> later(worker, report);
            case WorkerMessage.Failed failed -> later(worker, failed);
        }
    }

    private void later(String worker, WorkerMessage message) {
        List<WorkerMessage> stream = messages.get(worker);
        if (stream != null) {
            stream.add(message);
        }
    }

    /** The stream is gone: a living worker registers again. */
    void disconnected(String worker) {
        messages.remove(worker);
    }

    /** Hands over what was kept, each worker's messages in their order. */
    void release(BiConsumer<String, WorkerMessage> to) {
        Map<String, List<WorkerMessage>> kept = new LinkedHashMap<>(messages);
        messages.clear();
        kept.forEach((worker, stream) -> stream.forEach(message -> to.accept(worker, message)));
    }
}
