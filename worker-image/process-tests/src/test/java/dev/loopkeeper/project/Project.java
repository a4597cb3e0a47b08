package dev.loopkeeper.project;

import java.nio.file.Path;

/** Where the project is that these tests are a part of. */
final class Project {

    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private Project() {}
}
