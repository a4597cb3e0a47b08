package dev.loopkeeper.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A program's graph as it runs: chains, exchanges, loops and regions. Two processes that run the same program with the same parameters have
 * equal {@link #physicalHash() physical hashes}.
 *
 * @param signature what a snapshot must match to be restored, by operator name: kind, key type, partitioning of the inputs, record types;
 *     independent of the parallelism
 */
public record Plan(
        String program,
        int parallelism,
        List<Vertex> vertices,
        List<Edge> edges,
        List<LoopPlan> loops,
        List<Region> regions,
        SortedMap<String, String> signature,
        String logicalHash,
        String physicalHash) {

    public Plan {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        loops = List.copyOf(loops);
        regions = List.copyOf(regions);
    }

    public Vertex vertex(int id) {
        return vertices.get(id);
    }

    public Edge edge(int id) {
        return edges.get(id);
    }

    public Region region(int id) {
        return regions.get(id);
    }

    /** What an edge is called in snapshots: by the operators at its ends, not by its index. */
    public String edgeName(Edge edge) {
        String name = vertex(edge.from()).entry().name() + ">"
                + vertex(edge.to()).entry().name() + "#" + edge.input();
        long before = edges.stream()
                .filter(other -> other.id() < edge.id()
                        && other.from() == edge.from()
                        && other.to() == edge.to()
                        && other.input() == edge.input())
                .count();
        return before == 0 ? name : name + "." + before;
    }

    /** The region that a task belongs to. */
    public Region regionOf(TaskId task) {
        for (Region region : regions) {
            if (region.tasks().contains(task)) {
                return region;
            }
        }
        throw new IllegalArgumentException("no region has task " + task);
    }

    /** The channels of an edge, by producer and then consumer index. */
    public List<ChannelId> channels(Edge edge) {
        List<ChannelId> channels = new ArrayList<>();
        for (int from = 0; from < parallelism; from++) {
            if (edge.partitioning() instanceof Partitioning.Forward) {
                channels.add(new ChannelId(edge.id(), from, from));
            } else {
                for (int to = 0; to < parallelism; to++) {
                    channels.add(new ChannelId(edge.id(), from, to));
                }
            }
        }
        return channels;
    }
}
