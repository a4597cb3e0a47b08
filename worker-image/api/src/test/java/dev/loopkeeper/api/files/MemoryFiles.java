package dev.loopkeeper.api.files;

import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.source.SourceContext;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Files in memory, local or as if behind a network; their streams return as few bytes as it pleases them. */
final class MemoryFiles implements FileSystem, SourceContext {

    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    private final boolean remote;
    private final Random random;
    private final Semaphore woken = new Semaphore(0);
    private volatile IOException failure;
    private volatile long failsAt = Long.MAX_VALUE;

    MemoryFiles(boolean remote, Random random) {
        this.remote = remote;
        this.random = random;
    }

    void put(String uri, byte[] content) {
        files.put(uri, content);
    }

    /** From now on reading fails at an offset of a file. */
    void failAt(long offset, IOException with) {
        failsAt = offset;
        failure = with;
    }

    @Override
    public List<FileEntry> list(String uri) throws IOException {
        List<FileEntry> found = files.entrySet().stream()
                .filter(file -> file.getKey().equals(uri) || file.getKey().startsWith(uri + "/"))
                .map(file -> new FileEntry(file.getKey(), file.getValue().length))
                .toList();
        if (found.isEmpty() && !uri.equals("empty")) {
            throw new FileNotFoundException("input " + uri + " does not exist");
        }
        return found;
    }

    @Override
    public InputStream open(String uri, long offset) throws IOException {
        byte[] content = files.get(uri);
        if (content == null) {
            throw new FileNotFoundException("input " + uri + " does not exist");
        }
        return new Hesitant(new ByteArrayInputStream(content, (int) offset, content.length), offset);
    }

    @Override
    public boolean remote(String uri) {
        return remote;
    }

    @Override
    public FileSystem files() {
        return this;
    }

    @Override
    public long currentTimeMillis() {
        return 0;
    }

    @Override
    public void wake() {
        woken.release();
    }

    void awaitWake() throws InterruptedException {
        if (!woken.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody woke the task in 10 s");
        }
    }

    private final class Hesitant extends FilterInputStream {

        private final Random short_ = new Random(random.nextLong());
        private long at;

        Hesitant(InputStream below, long at) {
            super(below);
            this.at = at;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at >= failsAt) {
                throw failure;
            }
            int most = (int) Math.min(failsAt - at, 1 + short_.nextInt(length));
            int count = super.read(target, offset, Math.min(length, most));
            at += Math.max(0, count);
            return count;
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
