package dev.loopkeeper.launcher.command;

import picocli.CommandLine.Option;

/** The option for those who look for a fault. */
final class DebugOption {

    static final String NAME = "--debug";

    @Option(names = NAME, description = "Say more in logs, and show where errors come from.")
    boolean debug;
}
