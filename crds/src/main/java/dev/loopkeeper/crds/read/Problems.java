package dev.loopkeeper.crds.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, in the order of its lines. */
final class Problems {

    /** More than anybody reads at once; it bounds what a hostile file can make us say. */
    private static final int LIMIT = 100;

    private final List<Problem> found = new ArrayList<>();

    void add(String path, int line, String message) {
        if (found.size() < LIMIT) {
            found.add(new Problem(path, message, line));
        }
    }

    int count() {
        return found.size();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> inOrder() {
        return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
