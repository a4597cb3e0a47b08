package dev.loopkeeper.crds.read;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Suggestion {

    private Suggestion() {}

    /** The candidate closest to the word, if it is close: about one mistake in three letters, upper and lower case aside. */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        int allowed = Math.max(1, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= allowed)
                .filter(candidate -> mistakes(word, candidate) <= allowed)
                .min(Comparator.comparingInt((String candidate) -> mistakes(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many letters were left out, added, changed or swapped with their neighbour. */
    static int mistakes(String typed, String meant) {
        String left = typed.toLowerCase(Locale.ROOT);
        String right = meant.toLowerCase(Locale.ROOT);
        int[][] distance = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : cheapest(distance, left, right, i, j);
            }
        }
        return distance[left.length()][right.length()];
    }

    private static int cheapest(int[][] distance, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int cost = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
        cost = Math.min(cost, distance[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(cost, distance[i - 2][j - 2] + 1) : cost;
    }
}
