package dev.loopkeeper.launcher.command;

import dev.loopkeeper.crds.read.Suggestion;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What people read when a command cannot do what it was asked: lines that say what, never a stack trace unless they ask for one. */
public final class CommandFailures {

    private static final String NAME = "loopkeeper: ";

    private CommandFailures() {}

    /** The arguments cannot be understood. */
    public static int wrongArguments(ParameterException e, String[] arguments) {
        PrintStream err = System.err;
        err.println(NAME + firstLine(e) + suggestions(e) + " (see "
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
        trace(e, List.of(arguments).contains(DebugOption.NAME), err);
        return ExitCode.BAD_INPUT;
    }

    private static String suggestions(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            CommandSpec command = unmatched.getCommandLine().getCommandSpec();
            Set<String> known = new TreeSet<>(command.subcommands().keySet());
            known.addAll(command.optionsMap().keySet());
            return Suggestion.closest(unmatched.getUnmatched().getFirst(), known)
                    .map(close -> "; was " + close + " meant?")
                    .orElse("");
        }
        return "";
    }

    /** A command has failed while it was executed. */
    public static int failed(Exception e, CommandLine command, ParseResult arguments) {
        PrintStream err = System.err;
        boolean debug = arguments.expandedArgs().contains(DebugOption.NAME);
        int code = switch (e) {
            case BadInputException bad -> tell(err, bad.line(), ExitCode.BAD_INPUT);
            case StoreException store -> tell(err, firstLine(store), ExitCode.BAD_INPUT);
            case IOException io -> tell(err, firstLine(io), ExitCode.BAD_INPUT);
            case InterruptedException _ -> tell(err, "interrupted", ExitCode.BROKEN);
            default ->
                tell(
                        err,
                        "an error of Loopkeeper's own: " + e + (debug ? "" : "; add --debug to see where"),
                        ExitCode.BROKEN);
        };
        trace(e, debug, err);
        return code;
    }

    private static int tell(PrintStream err, String message, int code) {
        message.lines().forEach(line -> err.println(NAME + line));
        return code;
    }

    private static void trace(Exception e, boolean debug, PrintStream err) {
        if (debug) {
            e.printStackTrace(err);
        }
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
