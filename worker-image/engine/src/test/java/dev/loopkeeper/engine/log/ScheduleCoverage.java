package dev.loopkeeper.engine.log;

/** What happened in random schedules, to see that they reach what they should. */
final class ScheduleCoverage {
    long commits;
    long aborts;
    long restores;
    long failures;
    long spilled;
    long namedAgain;
    long waits;
    long copies;
    long marksCaptured;
}
