package dev.loopkeeper.crds.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, in the order of its lines. */
final class Problems {

    /** More than anybody reads at once. */
    private static final int SHOWN = 50;

    private final List<Problem> found = new ArrayList<>();

    void add(String path, int line, String message) {
        found.add(new Problem(path, message, line));
    }

    /** Whether anything was found at that path, within it, or in what it is part of. */
    boolean touch(String path) {
        return found.stream().anyMatch(problem -> isWithin(problem.path(), path) || isWithin(path, problem.path()));
    }

    private static boolean isWithin(String path, String outer) {
        if (outer.isEmpty() || path.equals(outer)) {
            return true;
        }
        return path.startsWith(outer) && (path.charAt(outer.length()) == '.' || path.charAt(outer.length()) == '[');
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of their lines; of very many only the first, and how many more there are. */
    List<Problem> inOrder() {
        List<Problem> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparingInt(Problem::line));
        if (ordered.size() > SHOWN) {
            int more = ordered.size() - SHOWN;
            ordered.subList(SHOWN, ordered.size()).clear();
            ordered.add(new Problem("", "has " + more + " more problems", 0));
        }
        return List.copyOf(ordered);
    }
}
