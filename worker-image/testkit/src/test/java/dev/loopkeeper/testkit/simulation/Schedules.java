package dev.loopkeeper.testkit.simulation;

import java.util.List;
import java.util.Random;

/** The schedules that are run: a shape of job and a script of faults for each seed. A main method repeats one, or runs many. */
final class Schedules {

    private Schedules() {}

    /** The shapes of jobs, each with what its output must be. */
    enum Shape {
        ASYNCHRONOUS,
        ROUNDS,
        TWO_VARIABLES,
        TWO_REGIONS,
        /** A region for each task index, with one sink for all. */
        LANES,
        /** An asynchronous job that is stopped and goes on at another parallelism. */
        RESCALED,
        /** The same for a job in rounds. */
        RESCALED_ROUNDS,
        /** Two regions that end and of which another job goes on. */
        RESTORED,
        /** A job in rounds of which another goes on. */
        RESTORED_ROUNDS
    }

    private static final List<String> TRACE =
            Simulation.of(Programs.twoVariables(10, 6)).run().lines("/out");

    /** Runs the schedule of a seed; an {@link AssertionError} names the seed. */
    static SimulationResult run(Shape shape, long seed) {
        Random random = new Random(seed * 31 + shape.ordinal());
        Faults faults = new Faults(
                random.nextInt(5),
                random.nextInt(3),
                random.nextInt(2),
                random.nextInt(4),
                random.nextInt(3),
                random.nextInt(3) * 0.02,
                random.nextInt(3) * 0.05,
                0,
                500 + random.nextInt(3_000));
        int parallelism = 1 + random.nextInt(3);
        int slots = 1 + random.nextInt(2);
        long interval = 20 + random.nextInt(150);
        List<Programs.Token> tokens = Programs.tokens(30 + random.nextInt(40), 8 + random.nextInt(20));
        List<Programs.Token> others = Programs.tokens(30, 10);
        List<Programs.Token> many = Programs.tokens(2_000, 0);
        List<Programs.Edge> graph = Programs.graph(30, 20 + random.nextInt(40), seed);
        Simulation simulation = switch (shape) {
            case ASYNCHRONOUS, RESCALED -> Simulation.of(Programs.asynchronous(tokens));
            case ROUNDS, RESCALED_ROUNDS, RESTORED_ROUNDS -> Simulation.of(Programs.components(graph));
            case TWO_VARIABLES -> Simulation.of(Programs.twoVariables(10, 6));
            case TWO_REGIONS, RESTORED -> Simulation.of(Programs.twoRegions(tokens, others));
            case LANES -> Simulation.of(Programs.lanes(many));
        };
        if (shape == Shape.RESCALED || shape == Shape.RESCALED_ROUNDS) {
            simulation.stopAndResume(20 + random.nextInt(600), 1 + random.nextInt(4));
        }
        if (shape == Shape.RESTORED || shape == Shape.RESTORED_ROUNDS) {
            boolean killed = random.nextBoolean();
            // Whoever is killed may stand where no other parallelism can go on.
            int tasks = killed && shape == Shape.RESTORED_ROUNDS ? parallelism : 1 + random.nextInt(4);
            simulation.restoreElsewhere(20 + random.nextInt(600), tasks, killed);
        }
        int retain = 1 + random.nextInt(3);
        // Drawn last, so that schedules without damage stay what they are.
        Faults damaging = random.nextInt(3) == 0 ? faults.withDamages(1 + random.nextInt(4)) : faults;
        simulation.wishes(random.nextInt(4), random.nextInt(3));
        SimulationResult result = simulation
                .seed(seed)
                .faults(damaging)
                .parallelism(shape == Shape.TWO_VARIABLES ? 2 : parallelism)
                .slotsPerWorker(slots)
                .snapshotInterval(interval)
                .retain(retain)
                .run();
        check(
                result.succeeded(),
                shape,
                seed,
                damaging,
                "did not succeed: " + result.verdict() + " " + result.refusal(),
                result);
        switch (shape) {
            case ASYNCHRONOUS, RESCALED ->
                same(Programs.asynchronousExpected(tokens), result.lines("/out"), shape, seed, damaging, result);
            case ROUNDS, RESCALED_ROUNDS, RESTORED_ROUNDS ->
                same(Programs.componentsExpected(graph), result.lines("/out"), shape, seed, damaging, result);
            case LANES -> same(Programs.lanesExpected(many), result.lines("/out"), shape, seed, damaging, result);
            case TWO_VARIABLES -> same(TRACE, result.lines("/out"), shape, seed, damaging, result);
            case TWO_REGIONS, RESTORED -> {
                same(Programs.asynchronousExpected(tokens), result.lines("/out/left"), shape, seed, damaging, result);
                same(Programs.asynchronousExpected(others), result.lines("/out/right"), shape, seed, damaging, result);
            }
        }
        return result;
    }

    private static void same(
            List<String> expected,
            List<String> actual,
            Shape shape,
            long seed,
            Faults faults,
            SimulationResult result) {
        check(expected.equals(actual), shape, seed, faults, "expected " + expected + "\n but was " + actual, result);
    }

    private static void check(
            boolean holds, Shape shape, long seed, Faults faults, String message, SimulationResult result) {
        if (!holds) {
            throw new AssertionError(
                    shape + " seed " + seed + " " + faults + ": " + message + "\n" + String.join("\n", result.log()));
        }
    }

    public static void main(String[] arguments) {
        long from = Long.parseLong(arguments[0]);
        long to = Long.parseLong(arguments[1]);
        long begun = System.nanoTime();
        int failures = 0;
        long snapshots = 0;
        long crashes = 0;
        long fallBacks = 0;
        long repairs = 0;
        for (long seed = from; seed < to; seed++) {
            for (Shape shape : Shape.values()) {
                if (arguments.length > 2 && !shape.name().equals(arguments[2])) {
                    continue;
                }
                try {
                    SimulationResult result = run(shape, seed);
                    snapshots += result.snapshots();
                    crashes += result.crashes();
                    fallBacks += result.fallBacks();
                    repairs += result.repairs();
                } catch (AssertionError | RuntimeException failure) {
                    failures++;
                    String text = failure.toString();
                    System.out.println(shape + " " + seed + ": " + text.substring(0, Math.min(text.length(), 6_000)));
                    if (!(failure instanceof AssertionError)) {
                        failure.printStackTrace(System.out);
                    }
                    if (failures > 2) {
                        return;
                    }
                }
            }
        }
        System.out.printf(
                "%d seeds, %d failures, %d snapshots, %d crashes, %d fall-backs, %d repairs, %.1f s%n",
                to - from, failures, snapshots, crashes, fallBacks, repairs, (System.nanoTime() - begun) / 1e9);
    }
}
