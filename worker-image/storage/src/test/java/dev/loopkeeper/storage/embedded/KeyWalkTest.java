package dev.loopkeeper.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyWalkTest {

    private static final String[] NAMES = {"a", "a-b", "a.b", "a0", "ab", "b", "b-", "b0", "z", "ä"};

    @TempDir
    Path folder;

    @Test
    void pagesThroughAllKeysInTheirOrder() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int turn = 0; turn < 30; turn++) {
            Path root = Files.createDirectory(folder.resolve("turn-" + turn));
            Set<String> keys = randomKeys(random, root);
            for (String prefix : List.of("", "a", "a/", "a-b/", "b/a", "b/a/", "none", "none/")) {
                // The order of keys is that of their text, folders or not.
                List<String> expected =
                        keys.stream().filter(key -> key.startsWith(prefix)).toList();
                assertThat(allPages(root, prefix, 1 + random.nextInt(7)))
                        .as("turn %d, prefix \"%s\"", turn, prefix)
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void beginsBehindAnyText() throws IOException {
        for (String key : List.of("a/1", "a/2", "a-1", "b")) {
            Files.createDirectories(folder.resolve(key).getParent());
            Files.createFile(folder.resolve(key));
        }

        assertThat(KeyWalk.page(folder, "", "a/1", 10, key -> true)).containsExactly("a/2", "b");
        assertThat(KeyWalk.page(folder, "", "a-", 10, key -> true)).containsExactly("a-1", "a/1", "a/2", "b");
        assertThat(KeyWalk.page(folder, "", "a/", 10, key -> true)).containsExactly("a/1", "a/2", "b");
        assertThat(KeyWalk.page(folder, "", "zzz", 10, key -> true)).isEmpty();
    }

    @Test
    void leavesOutWhatIsHidden() throws IOException {
        for (String key : List.of("seen/1", "hidden/1", "hidden-file")) {
            Files.createDirectories(folder.resolve(key).getParent());
            Files.createFile(folder.resolve(key));
        }

        assertThat(KeyWalk.page(folder, "", "", 10, key -> !key.startsWith("hidden")))
                .containsExactly("seen/1");
    }

    private static List<String> allPages(Path root, String prefix, int size) throws IOException {
        var all = new ArrayList<String>();
        String after = "";
        List<String> page;
        do {
            page = KeyWalk.page(root, prefix, after, size, key -> true);
            assertThat(page).hasSizeLessThanOrEqualTo(size);
            all.addAll(page);
            after = page.isEmpty() ? after : page.getLast();
        } while (!page.isEmpty());
        return all;
    }

    private static Set<String> randomKeys(Random random, Path root) throws IOException {
        var keys = new TreeSet<String>();
        for (int i = 0; i < 40; i++) {
            var key = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                key.append('/').append(NAMES[random.nextInt(NAMES.length)]);
            }
            Path path = root.resolve(key.toString());
            if (isFree(root, path)) {
                Files.createDirectories(path.getParent());
                Files.createFile(path);
                keys.add(key.toString());
            }
        }
        return keys;
    }

    private static boolean isFree(Path root, Path path) {
        if (Files.exists(path)) {
            return false;
        }
        for (Path part = path.getParent(); part != null && !part.equals(root); part = part.getParent()) {
            if (Files.isRegularFile(part)) {
                return false;
            }
        }
        return true;
    }
}
