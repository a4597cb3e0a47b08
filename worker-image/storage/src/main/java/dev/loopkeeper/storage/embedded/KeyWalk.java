package dev.loopkeeper.storage.embedded;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The keys below a folder in their order, a page at a time. It looks only into folders that can hold keys of the page, so that the time for a whole
 * listing grows with the number of keys, not with its square.
 */
final class KeyWalk {

    /** @param name with a slash at its end for a folder, which gives folders their place in the order of keys */
    private record Child(String name, Path path, boolean isFolder) {}

    private final String prefix;
    private final String after;
    private final int most;
    private final Predicate<String> visible;
    private final List<String> keys = new ArrayList<>();

    private KeyWalk(String prefix, String after, int most, Predicate<String> visible) {
        this.prefix = prefix;
        this.after = after;
        this.most = most;
        this.visible = visible;
    }

    /**
     * The first keys behind one.
     *
     * @param after the last key of the page before, or empty
     * @param visible asked for whole keys, and for folders with a slash at their end
     */
    static List<String> page(Path folder, String prefix, String after, int most, Predicate<String> visible)
            throws IOException {
        var walk = new KeyWalk(prefix, after, most, visible);
        int slash = prefix.lastIndexOf('/');
        String start = slash < 0 ? "" : prefix.substring(0, slash + 1);
        walk.descend(folder.resolve(start), start);
        return walk.keys;
    }

    private void descend(Path folder, String folderKey) throws IOException {
        for (Child child : children(folder)) {
            if (keys.size() == most) {
                return;
            }
            String key = folderKey + child.name();
            if (!mayHoldNext(key, child.isFolder()) || !visible.test(key)) {
                continue;
            }
            if (child.isFolder()) {
                descend(child.path(), key);
            } else {
                keys.add(key);
            }
        }
    }

    private boolean mayHoldNext(String key, boolean isFolder) {
        if (isFolder) {
            boolean inPrefix = key.startsWith(prefix) || prefix.startsWith(key);
            return inPrefix && (after.startsWith(key) || key.compareTo(after) > 0);
        }
        return key.startsWith(prefix) && key.compareTo(after) > 0;
    }

    private static List<Child> children(Path folder) throws IOException {
        var children = new ArrayList<Child>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                boolean isFolder = Files.isDirectory(path);
                String name = path.getFileName().toString();
                children.add(new Child(isFolder ? name + "/" : name, path, isFolder));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // No key begins like this, or the last one was just deleted.
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(Comparator.comparing(Child::name));
        return children;
    }
}
