package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.work.BackgroundWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** Background work on the test's own thread: it runs, and its outcome is told, when the test says so, in any order. */
final class LaterWork implements BackgroundWork {

    /** Decides whether a piece of work fails before it begins. */
    interface Faults {

        Exception of(String name);
    }

    private final List<Piece<?>> pieces = new ArrayList<>();
    Faults faults = name -> null;

    @Override
    public <T> void start(String name, Callable<T> work, Completion<T> done) {
        pieces.add(new Piece<>(name, work, done));
    }

    boolean idle() {
        return pieces.isEmpty();
    }

    int waiting() {
        return pieces.size();
    }

    boolean waiting(String name) {
        return pieces.stream().anyMatch(piece -> piece.name.equals(name));
    }

    /** Does one step of a piece chosen at random: runs it, or tells the outcome. */
    void step(RandomGenerator random) {
        if (!pieces.isEmpty()) {
            step(random.nextInt(pieces.size()));
        }
    }

    /** Runs everything, what is started meanwhile included. */
    void runAll() {
        while (!pieces.isEmpty()) {
            step(0);
        }
    }

    private void step(int index) {
        Piece<?> piece = pieces.get(index);
        if (piece.ran) {
            pieces.remove(index);
            piece.tell();
        } else {
            piece.run(faults.of(piece.name));
        }
    }

    private static final class Piece<T> {

        final String name;
        final Callable<T> work;
        final Completion<T> done;
        boolean ran;
        T result;
        Exception failure;

        Piece(String name, Callable<T> work, Completion<T> done) {
            this.name = name;
            this.work = work;
            this.done = done;
        }

        void run(Exception fault) {
            ran = true;
            try {
                if (fault != null) {
                    throw fault;
                }
                result = work.call();
            } catch (Exception e) {
                failure = e;
            }
        }

        void tell() {
            if (failure != null) {
                done.failed(failure);
            } else {
                done.succeeded(result);
            }
        }
    }
}
