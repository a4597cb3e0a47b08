package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.plan.AggregateLayout;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the marks of a round over a task's loop inputs. Which channels have delivered is state; a mark never blocks its channel, because
 * that would deadlock with a barrier.
 */
final class RoundGate {

    private final List<InputGate.Input> inputs;
    private final AggregateLayout layout;
    private final long[] identity;
    private final RoundMark[] delivered;
    private int count;

    /** @param inputs all inputs of the task; those inside the loop carry marks */
    RoundGate(List<InputGate.Input> inputs, AggregateLayout layout) {
        this.inputs = inputs.stream().filter(input -> input.inLoop).toList();
        this.layout = layout;
        this.identity = layout.identity();
        this.delivered = new RoundMark[this.inputs.size()];
    }

    long[] identity() {
        return identity;
    }

    void deliver(InputGate.Input input, RoundMark mark) {
        int index = inputs.indexOf(input);
        if (delivered[index] != null) {
            throw new IllegalStateException("mark " + mark.round() + " of loop " + mark.loop() + " came on channel "
                    + input.edge + " from task " + input.from + " before round " + delivered[index].round()
                    + " was complete");
        }
        delivered[index] = mark;
        count++;
    }

    boolean complete() {
        return count > 0 && count == delivered.length;
    }

    /** The mark of the complete round, with the partial aggregates of all channels reduced in the order of the channels. */
    RoundMark take() {
        long[] partial = identity.clone();
        RoundMark first = delivered[0];
        for (int index = 0; index < delivered.length; index++) {
            partial = layout.reduce(partial, delivered[index].partial());
            delivered[index] = null;
        }
        count = 0;
        return first.withPartial(partial);
    }

    /** The round under way as a snapshot keeps it; null when no mark of it has come. */
    RoundProgress progress() {
        if (count == 0) {
            return null;
        }
        List<RoundProgress.Delivered> marks = new ArrayList<>();
        RoundMark any = null;
        for (int index = 0; index < delivered.length; index++) {
            if (delivered[index] != null) {
                any = delivered[index];
                InputGate.Input input = inputs.get(index);
                marks.add(new RoundProgress.Delivered(input.edge, input.from, any.partial()));
            }
        }
        return new RoundProgress(any.loop(), any.round(), any.global(), marks);
    }

    void restore(RoundProgress progress) {
        for (RoundProgress.Delivered mark : progress.delivered()) {
            for (int index = 0; index < delivered.length; index++) {
                InputGate.Input input = inputs.get(index);
                if (input.edge.equals(mark.edge()) && input.from == mark.from()) {
                    delivered[index] =
                            new RoundMark(progress.loop(), progress.round(), progress.global(), mark.partial(), 0);
                    count++;
                }
            }
        }
    }
}
