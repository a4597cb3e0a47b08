package dev.loopkeeper.engine.plan;

import java.util.List;

/** A program's plan, and what is doubtful about the program without being wrong: one line each. */
public record PlannedProgram(Plan plan, List<String> warnings) {

    public PlannedProgram {
        warnings = List.copyOf(warnings);
    }
}
