package dev.loopkeeper.launcher;

import dev.loopkeeper.launcher.child.ChildMain;
import dev.loopkeeper.launcher.cluster.ClusterMain;
import dev.loopkeeper.launcher.cluster.DevStoreCommand;
import dev.loopkeeper.launcher.command.CommandFailures;
import dev.loopkeeper.launcher.command.PlanCommand;
import dev.loopkeeper.launcher.command.RunCommand;
import dev.loopkeeper.launcher.command.SnapshotsCommand;
import java.util.List;
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
        versionProvider = Main.Version.class,
        subcommands = {RunCommand.class, PlanCommand.class, SnapshotsCommand.class, DevStoreCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Called by picocli. */
    Main() {}

    /** Runs the command that the arguments say, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(ClusterMain.run(List.of(arguments))
                .or(() -> ChildMain.run(arguments))
                .orElseGet(() -> run(arguments)));
    }

    /** Runs the command that the arguments say; returns its exit code, see {@link ExitCode}. */
    public static int run(String... arguments) {
        return new CommandLine(new Main())
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
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"loopkeeper " + (version == null ? "(built from source)" : version)};
        }
    }
}
