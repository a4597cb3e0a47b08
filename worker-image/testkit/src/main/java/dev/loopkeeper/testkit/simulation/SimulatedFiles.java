package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.files.OutputOfOthers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Files in memory, seen by all processes of a simulated cluster: what a program reads, and what it commits. */
final class SimulatedFiles implements FileSystem, TransactionalFiles {

    private final TreeMap<String, byte[]> visible = new TreeMap<>();
    private final Map<String, Pending> pending = new HashMap<>();
    private final DiskRoom room = new DiskRoom();

    private record Pending(String path, byte[] content, String owner, Fence fence) {}

    DiskRoom room() {
        return room;
    }

    void put(String path, byte[] content) {
        visible.put(path, content);
    }

    /** The files that were begun and neither committed nor swept. */
    List<String> unfinished() {
        return List.copyOf(pending.keySet());
    }

    /** The visible files of a directory, by name. */
    Map<String, byte[]> directory(String directory) {
        Map<String, byte[]> found = new TreeMap<>();
        String prefix = directory.endsWith("/") ? directory : directory + "/";
        visible.forEach((path, content) -> {
            if (path.startsWith(prefix)) {
                found.put(path.substring(prefix.length()), content);
            }
        });
        return found;
    }

    @Override
    public List<FileEntry> list(String uri) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        byte[] file = visible.get(uri);
        if (file != null) {
            entries.add(new FileEntry(uri, file.length));
        }
        directory(uri).forEach((name, content) -> entries.add(new FileEntry(uri + "/" + name, content.length)));
        if (entries.isEmpty()) {
            throw new FileNotFoundException("input " + uri + " does not exist");
        }
        return entries;
    }

    @Override
    public InputStream open(String uri, long offset) throws IOException {
        byte[] content = visible.get(uri);
        if (content == null) {
            throw new FileNotFoundException("input " + uri + " does not exist");
        }
        return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
    }

    @Override
    public void clear(String directory, String owner) {
        directory(directory).keySet().stream()
                .filter(name -> OutputOfOthers.isAnotherJobs(name, owner))
                .forEach(name -> visible.remove(path(directory, name)));
    }

    private static String path(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    @Override
    public PendingFile create(String directory, String name, String owner, Fence fence) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        String path = path(directory, name);
        return new PendingFile() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                room.take();
                content.write(bytes, offset, length);
            }

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public Callable<String> prepare() {
                byte[] bytes = content.toByteArray();
                return () -> {
                    pending.put(path, new Pending(path, bytes, owner, fence));
                    return path;
                };
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void commit(String transaction) throws IOException {
        Pending file = pending.remove(transaction);
        if (file != null) {
            visible.put(file.path(), file.content());
        } else if (!visible.containsKey(transaction)) {
            throw new IOException("transaction " + transaction + " is gone");
        }
    }

    @Override
    public void sweep(String directory, String owner, Predicate<Fence> stale) {
        pending.values().removeIf(file -> file.owner().equals(owner) && stale.test(file.fence()));
    }
}
