package dev.loopkeeper.launcher.local;

import java.util.List;
import java.util.Map;

/**
 * How a child process is started.
 *
 * @param arguments the program and its arguments; readable by everyone on the machine, so no secret may be in them
 * @param environment what is set besides the launcher's own environment; may hold secrets
 */
public record ProcessCommand(List<String> arguments, Map<String, String> environment) {

    public ProcessCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command names at least its program");
        }
    }

    /** Without the values of the environment, which may be secrets. */
    @Override
    public String toString() {
        return "ProcessCommand[arguments=" + arguments + ", environment=" + environment.keySet() + "]";
    }
}
