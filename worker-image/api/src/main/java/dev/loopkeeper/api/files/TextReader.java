package dev.loopkeeper.api.files;

import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.SplitReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.function.Function;

/** Emits the lines that begin in a split: one that goes on behind its end is read whole, and the next split leaves it out. */
final class TextReader<T> implements SplitReader<T> {

    /** The position of a split of which nothing has been emitted. */
    static final String UNREAD = "unread";

    private static final int EXCERPT_CHARACTERS = 80;

    private final TextSplit split;
    private final Class<T> type;
    private final Function<? super String, ? extends T> parser;
    private final TextBytes source;
    private final LineBuffer buffer = new LineBuffer();

    /** Where the buffer's first byte is in the file's text. */
    private long offset;

    /** Lines taken so far, in this attempt and before. */
    private long lines;

    /** In the middle of a line that the split before has. */
    private boolean inLineBefore;

    private boolean ended;

    private TextReader(
            TextSplit split,
            Position position,
            TextBytes source,
            Class<T> type,
            Function<? super String, ? extends T> parser) {
        this.split = split;
        this.source = source;
        this.type = type;
        this.parser = parser;
        this.offset = position.offset();
        this.lines = position.lines();
        this.inLineBefore = position.inLineBefore();
    }

    /** @param inLineBefore whether a line begins only behind the next line feed */
    private record Position(long offset, long lines, boolean inLineBefore) {

        static Position parse(String text, TextSplit split) {
            if (text.equals(UNREAD)) {
                // From one byte before: is that a line feed, a line begins right at the start.
                return split.start() == 0 ? new Position(0, 0, false) : new Position(split.start() - 1, 0, true);
            }
            int space = text.indexOf(' ');
            return new Position(
                    Long.parseLong(text, 0, space, 10), Long.parseLong(text, space + 1, text.length(), 10), false);
        }
    }

    static <T> TextReader<T> open(
            TextSplit split,
            String from,
            SourceContext context,
            Class<T> type,
            Function<? super String, ? extends T> parser) {
        Position position = Position.parse(from, split);
        TextStream stream = new TextStream(context.files(), split, position.offset());
        TextBytes source = context.files().remote(split.uri())
                ? new BytesAhead(stream, Math.max(0, split.end() - position.offset()), split.uri(), context::wake)
                : new DirectBytes(stream);
        return new TextReader<>(split, position, source, type, parser);
    }

    @Override
    public Progress poll(Collector<T> out, int limit) throws IOException {
        if (inLineBefore && !skipLine()) {
            return finished() ? Progress.ENDED : refill(false);
        }
        for (int emitted = 0; emitted < limit; ) {
            if (finished()) {
                return Progress.ENDED;
            }
            int length = buffer.wholeLine();
            if (length == 0 && ended) {
                // The last line of the file, without an end.
                length = buffer.length();
            }
            if (length == 0) {
                return refill(emitted > 0);
            }
            emitted += take(length, out);
        }
        return Progress.MORE;
    }

    /** Whether no further line begins in the split. The size of a compressed file says nothing of its text. */
    private boolean finished() {
        return ended && buffer.length() == 0 || !split.whole() && offset >= split.end();
    }

    private Progress refill(boolean progress) throws IOException {
        int count = buffer.fill(source);
        ended = count < 0;
        if (buffer.tooLong()) {
            throw new IOException(place() + " has more than " + (LineBuffer.LONGEST_LINE_BYTES >> 20)
                    + " MiB without an end: is it a text file?");
        }
        // Nothing read from a stream that skips is progress as well, so only a remote one idles.
        return count == 0 && !progress && source instanceof BytesAhead ? Progress.IDLE : Progress.MORE;
    }

    private boolean skipLine() {
        int length = buffer.wholeLine();
        offset += length > 0 ? length : buffer.length();
        if (length > 0) {
            buffer.drop(length);
            inLineBefore = false;
        } else {
            buffer.clear();
        }
        return !inLineBefore;
    }

    private int take(int length, Collector<T> out) throws IOException {
        T record = record(length);
        // Before emitting: whoever asks for the position in between gets the one behind this record.
        buffer.drop(length);
        offset += length;
        lines++;
        if (record == null) {
            return 0;
        }
        out.emit(record);
        return 1;
    }

    private T record(int length) throws IOException {
        String line;
        try {
            line = buffer.text(length);
        } catch (CharacterCodingException e) {
            throw new IOException(place() + " is not UTF-8 text: convert the file", e);
        }
        if (offset == 0) {
            line = Utf8.withoutMark(line);
        }
        try {
            return parser.apply(line);
        } catch (RuntimeException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new IOException(
                    place() + " cannot be read as " + type.getSimpleName() + ": " + why + "; it is \"" + excerpt(line)
                            + "\"",
                    e);
        }
    }

    /** Where a line is that the buffer begins with. A number of lines is known only from the beginning of a split on. */
    private String place() {
        String behind = split.start() == 0 ? "" : " behind byte " + split.start();
        return "input " + split.uri() + ", line " + (lines + 1) + behind + " (at byte " + offset + ")";
    }

    private static String excerpt(String line) {
        return line.length() <= EXCERPT_CHARACTERS ? line : line.substring(0, EXCERPT_CHARACTERS) + "...";
    }

    @Override
    public String position() {
        return inLineBefore ? UNREAD : offset + " " + lines;
    }

    @Override
    public void close() {
        source.close();
    }
}
