package dev.loopkeeper.crds.read;

import java.util.List;
import java.util.stream.Collectors;

/** A job file cannot be used. The message has one line for each problem: file, line, path, and what is wrong. */
public final class InvalidJobException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidJobException(String origin, List<Problem> problems) {
        super(problems.stream().map(problem -> problem.describe(origin)).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, in the order of the file's lines; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
