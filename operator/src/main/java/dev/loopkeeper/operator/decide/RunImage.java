package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.model.ResolvedImage;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.RunView;
import java.util.Comparator;

/**
 * Which build a run is of: that which its first pod was really started with, so that a tag that is moved meanwhile does not mix two in one run (K9).
 * Where that is not to be known the name stands, and nothing waits for it.
 */
final class RunImage {

    private RunImage() {}

    static void decide(Observation seen, RunView run, Decision.Builder decision) {
        if (ResolvedImage.isPinned(run.image())) {
            return;
        }
        seen.ownPods().stream()
                .filter(pod -> pod.run() == run.number() && pod.imageId() != null)
                .min(Comparator.comparing(PodView::createdAt).thenComparing(PodView::name))
                .flatMap(first -> ResolvedImage.of(run.image(), first.imageId()))
                .ifPresent(image -> decision.add(new Step.ResolveImage(run.number(), image)));
    }
}
