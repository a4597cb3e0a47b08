package dev.loopkeeper.launcher.command;

import dev.loopkeeper.launcher.cluster.DevStoreCommand;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The {@code loopkeeper} command. */
@Command(
        name = "loopkeeper",
        description = "Runs iterative dataflow jobs and keeps them right when machines die.",
        mixinStandardHelpOptions = true,
        versionProvider = LoopkeeperCommand.Version.class,
        subcommands = {RunCommand.class, PlanCommand.class, SnapshotsCommand.class, DevStoreCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LoopkeeperCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Called by picocli. */
    LoopkeeperCommand() {}

    /** Runs the command that the arguments say; returns its exit code, see {@link dev.loopkeeper.launcher.ExitCode}. */
    public static int run(String... arguments) {
        return new CommandLine(new LoopkeeperCommand())
                .setParameterExceptionHandler(CommandFailures::wrongArguments)
                .setExecutionExceptionHandler(CommandFailures::failed)
                .registerConverter(Integer.class, text -> whole(text, Integer::valueOf))
                .registerConverter(Long.class, text -> whole(text, Long::valueOf))
                .execute(arguments);
    }

    private static <N> N whole(String text, Function<String, N> parse) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException("'" + text + "' is not a whole number, or is too large");
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: run, plan or snapshots");
    }

    /** Says which version this is. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = LoopkeeperCommand.class.getPackage().getImplementationVersion();
            return new String[] {"loopkeeper " + (version == null ? "(built from source)" : version)};
        }
    }
}
