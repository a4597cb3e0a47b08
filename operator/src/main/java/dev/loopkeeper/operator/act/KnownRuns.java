package dev.loopkeeper.operator.act;

import dev.loopkeeper.operator.model.FrozenRun;
import dev.loopkeeper.operator.model.ResolvedImage;
import dev.loopkeeper.operator.observe.RunView;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a job as its revisions tell of them. Each revision holds three whole pods, so it is read once for each of its versions, not with each
 * look at the job (K25). Owned by the thread that reconciles the job.
 */
public final class KnownRuns {

    private static final Logger LOG = LoggerFactory.getLogger(KnownRuns.class);

    private final Map<String, Read> byUid = new HashMap<>();
    private final Map<Integer, String> images = new HashMap<>();

    private record Read(String version, Optional<RunView> view) {}

    /** @param revisions all that belong to the job; one that is not readable is told once and left out */
    public List<RunView> of(Collection<ControllerRevision> revisions) {
        List<RunView> views = new ArrayList<>();
        Set<String> there = new HashSet<>();
        for (ControllerRevision revision : revisions) {
            String uid = String.valueOf(revision.getMetadata().getUid());
            String version = String.valueOf(revision.getMetadata().getResourceVersion());
            there.add(uid);
            Read read = byUid.compute(
                    uid, (_, before) -> before != null && before.version.equals(version) ? before : read(revision));
            read.view.map(this::withImage).ifPresent(views::add);
        }
        byUid.keySet().retainAll(there);
        return views;
    }

    private static Read read(ControllerRevision revision) {
        String version = String.valueOf(revision.getMetadata().getResourceVersion());
        try {
            return new Read(version, Optional.of(FrozenRun.view(revision)));
        } catch (IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
            return new Read(version, Optional.empty());
        }
    }

    private RunView withImage(RunView run) {
        String image = images.get(run.number());
        return image == null || ResolvedImage.isPinned(run.image()) ? run : run.withImage(image);
    }

    /** The image of a run was noted by this process; the cache may not have it yet (K9). */
    public void noted(int run, String image) {
        images.put(run, image);
    }
}
