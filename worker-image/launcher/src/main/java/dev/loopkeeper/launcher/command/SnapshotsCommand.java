package dev.loopkeeper.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code loopkeeper snapshots}: looks into a store. */
@Command(
        name = "snapshots",
        description = "Looks at the snapshots in a store.",
        mixinStandardHelpOptions = true,
        subcommands = {})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SnapshotsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, show or verify");
    }
}
