package dev.loopkeeper.api.files;

import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Reads lines of text files; made by {@link TextFiles#at}. What it reads is what the files hold at the job's first start. */
public final class TextSource<T> implements Source<T> {

    static final long DEFAULT_SPLIT_BYTES = 8L << 20;

    private final String uri;
    private final Class<T> type;
    private final Function<? super String, ? extends T> parser;
    private final long splitBytes;

    TextSource(String uri, Class<T> type, Function<? super String, ? extends T> parser, long splitBytes) {
        this.uri = uri;
        this.type = type;
        this.parser = parser;
        this.splitBytes = splitBytes;
    }

    /**
     * Makes a record of each line.
     *
     * @param parse returns the record of a line given without its end, or null for one to be left out; what it throws fails the job with the file
     *     and the place of the line
     */
    public <R> TextSource<R> parse(Class<R> recordType, Function<? super String, ? extends R> parse) {
        Objects.requireNonNull(recordType, "recordType");
        Objects.requireNonNull(parse, "parse");
        return new TextSource<>(uri, recordType, parse, splitBytes);
    }

    /**
     * The same source with parts of another size.
     *
     * @param bytes how much of a file that is not compressed one part holds, at least 1; 8 MiB if never said
     */
    public TextSource<T> splitBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a part of a file has at least 1 byte, got " + bytes);
        }
        return new TextSource<>(uri, type, parser, bytes);
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public List<Split> splits(SourceContext context) throws IOException {
        List<FileEntry> files = context.files().list(uri);
        if (files.isEmpty()) {
            throw new IOException("input " + uri + " holds no files: give a file, or a directory with files in it");
        }
        List<Split> splits = new ArrayList<>();
        for (FileEntry file : files) {
            // An empty file has no lines; whether a small one is compressed is seen when it is read.
            boolean inParts = file.size() > splitBytes
                    && !Gzip.isNamed(file.uri())
                    && !Gzip.isCompressed(context.files(), file.uri());
            long step = inParts ? splitBytes : Math.max(1, file.size());
            for (long start = 0; start < file.size(); start += step) {
                long end = Math.min(file.size(), start + step);
                splits.add(new Split(new TextSplit(file.uri(), start, end, file.size()).text(), TextReader.UNREAD));
            }
        }
        return splits;
    }

    @Override
    public SplitReader<T> open(Split split, SourceContext context) throws IOException {
        return TextReader.open(TextSplit.parse(split.id()), split.position(), context, type, parser);
    }

    @Override
    public String toString() {
        return "text files at " + uri;
    }
}
