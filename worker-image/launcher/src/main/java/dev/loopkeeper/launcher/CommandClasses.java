package dev.loopkeeper.launcher;

import dev.loopkeeper.launcher.command.LoopkeeperCommand;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the classes of the {@code loopkeeper} command come from: the class path, or, where the class path is made for the processes of a job that
 * start again and again, a wider one beside it. It is the first thing that a process which runs the command does.
 */
final class CommandClasses {

    /** The property with the entries that only the command needs, separated as in a class path. */
    private static final String WIDER = "loopkeeper.command.classpath";

    private CommandClasses() {}

    /** Runs the command, and returns its exit code. */
    static int run(String[] arguments) {
        String wider = System.getProperty(WIDER);
        return wider == null ? LoopkeeperCommand.run(arguments) : run(arguments, entries(wider));
    }

    private static URL[] entries(String wider) {
        List<URL> entries = new ArrayList<>();
        for (String entry :
                (System.getProperty("java.class.path") + File.pathSeparator + wider).split(File.pathSeparator)) {
            try {
                entries.add(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("no class path: " + entry, e);
            }
        }
        return entries.toArray(URL[]::new);
    }

    /** Nothing comes from the loader of this class: libraries that find their parts by it would look for them in two places. */
    private static int run(String[] arguments, URL[] classPath) {
        URLClassLoader loader = new URLClassLoader("command", classPath, ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return (int) loader.loadClass(LoopkeeperCommand.class.getName())
                    .getMethod("run", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no command in " + loader, e);
        }
    }
}
