package dev.loopkeeper.e2e.cluster;

import java.nio.file.Path;

/** Where the project's files are. Tests run in their module's folder. */
public final class Project {

    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    public static final Path TARGET = Path.of("target").toAbsolutePath();

    private Project() {}
}
