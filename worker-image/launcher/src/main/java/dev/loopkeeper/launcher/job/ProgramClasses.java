package dev.loopkeeper.launcher.job;

import dev.loopkeeper.crds.v1alpha1.JarSpec;
import dev.loopkeeper.launcher.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * Where a program's classes are, besides what is on the launcher's own class path.
 *
 * @param entries jars and folders, in the order of the class path; none for a program of the library
 */
public record ProgramClasses(List<Path> entries) {

    private static final String POM = "pom.xml";

    public ProgramClasses {
        entries = List.copyOf(entries);
    }

    /**
     * Finds the classes of a job's program: in the jar that the file names, on the launcher's own class path, or in the Maven module that the
     * job file is in.
     *
     * @throws BadInputException if the class is nowhere, with what was looked at
     */
    public static ProgramClasses find(LocalJob job) throws BadInputException {
        Path folder = folder(job.file());
        JarSpec jar = job.spec().program().jar();
        if (jar != null) {
            return new ProgramClasses(List.of(namedJar(job, folder, jar)));
        }
        String resource = job.className().replace('.', '/') + ".class";
        if (ProgramClasses.class.getClassLoader().getResource(resource) != null) {
            return new ProgramClasses(List.of());
        }
        return inModule(job, folder, resource);
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private static Path namedJar(LocalJob job, Path folder, JarSpec jar) throws BadInputException {
        String place = job.file() + ": spec.program.jar.uri: ";
        if (!jar.uri().startsWith("file:")) {
            throw new BadInputException(place + jar.uri()
                    + " would have to be downloaded, which a local run does not; give a file: address");
        }
        Path path;
        try {
            URI uri = URI.create(jar.uri());
            path = uri.isOpaque() ? folder.resolve(uri.getSchemeSpecificPart()) : Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    place + jar.uri() + " is no address of a file, such as file:/home/me/program.jar", e);
        }
        if (!Files.isRegularFile(path)) {
            throw new BadInputException(place + "there is no file " + path);
        }
        if (jar.sha256() != null && !jar.sha256().equals(digest(path))) {
            throw new BadInputException(job.file() + ": spec.program.jar.sha256 is not the digest of " + path
                    + ": the jar was changed or is another one");
        }
        return path;
    }

    private static String digest(Path file) throws BadInputException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Goes up from the job file's folder to the first Maven module whose build has the class. */
    private static ProgramClasses inModule(LocalJob job, Path folder, String resource) throws BadInputException {
        List<Path> modules = new ArrayList<>();
        List<Path> looked = new ArrayList<>();
        for (Path at = folder; at != null; at = at.getParent()) {
            if (!Files.isRegularFile(at.resolve(POM))) {
                continue;
            }
            modules.add(at);
            Path target = at.resolve("target");
            List<Path> builds = new ArrayList<>(jars(target));
            if (Files.isDirectory(target.resolve("classes"))) {
                builds.add(target.resolve("classes"));
            }
            looked.addAll(builds);
            List<Path> having =
                    builds.stream().filter(build -> has(build, resource)).toList();
            if (!having.isEmpty()) {
                List<Path> entries = new ArrayList<>();
                entries.add(newest(having));
                entries.addAll(jars(target.resolve("lib")));
                entries.addAll(jars(target.resolve("dependency")));
                return new ProgramClasses(entries);
            }
        }
        throw new BadInputException(
                job.file() + ": spec.program.className: " + notFound(job.className(), folder, modules, looked));
    }

    private static String notFound(String className, Path folder, List<Path> modules, List<Path> looked) {
        String missing = "class " + className + " is neither in Loopkeeper's library nor ";
        if (modules.isEmpty()) {
            return missing + "in a Maven module around " + folder
                    + "; put the job file into the program's module, or name the jar in spec.program.jar.uri";
        }
        if (looked.isEmpty()) {
            return missing + "built: module " + modules.getFirst()
                    + " has no target folder with a jar yet; run \"mvn package\" there, or name the jar in spec.program.jar.uri";
        }
        return missing + "in "
                + String.join(", ", looked.stream().map(Path::toString).toList())
                + "; check the name (with its package), or build the module with \"mvn package\"";
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean program = !name.endsWith("-sources.jar")
                        && !name.endsWith("-javadoc.jar")
                        && !name.endsWith("-tests.jar")
                        && !name.startsWith("original-");
                if (program) {
                    jars.add(file);
                }
            }
        } catch (IOException _) {
            return List.of();
        }
        jars.sort(null);
        return jars;
    }

    private static boolean has(Path build, String resource) {
        if (Files.isDirectory(build)) {
            return Files.isRegularFile(build.resolve(resource));
        }
        try (ZipFile jar = new ZipFile(build.toFile())) {
            return jar.getEntry(resource) != null;
        } catch (IOException _) {
            return false;
        }
    }

    /** Whoever has compiled since the jar was made expects the newer classes to run. */
    private static Path newest(List<Path> builds) {
        Path newest = builds.getFirst();
        for (Path build : builds) {
            if (lastChange(build) > lastChange(newest)) {
                newest = build;
            }
        }
        return newest;
    }

    private static long lastChange(Path build) {
        try {
            if (!Files.isDirectory(build)) {
                return Files.getLastModifiedTime(build).toMillis();
            }
            try (var files = Files.walk(build)) {
                return files.filter(file -> file.toString().endsWith(".class"))
                        .mapToLong(file -> file.toFile().lastModified())
                        .max()
                        .orElse(0);
            }
        } catch (IOException _) {
            return 0;
        }
    }

    /** Loads the program's classes in this process; what the launcher has itself comes first. */
    public URLClassLoader loader() {
        URL[] urls = entries.stream().map(ProgramClasses::url).toArray(URL[]::new);
        return new URLClassLoader("program", urls, ProgramClasses.class.getClassLoader());
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every path has a URL", e);
        }
    }
}
