package dev.loopkeeper.api.io;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The name of a file that a sink writes, {@code part-<operator>-<job>-<task>-<claim>-<attempt>-<sequence>}: no two files of any job have the same,
 * and from a name alone it can be told whose the file is and under which fence it was begun.
 *
 * @param operator the operator's name, as far as it may stand in a file's name
 * @param job eight hexadecimal digits made from the job's unique id
 * @param sequence numbers the files of one task in one attempt
 */
public record OutputFileName(String operator, String job, int task, Fence fence, long sequence) {

    private static final Pattern TEXT =
            Pattern.compile("part-(.+)-([0-9a-f]{8})-(\\d{1,9})-(\\d{1,18})-(\\d{1,9})-(\\d{1,18})");
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");
    private static final int LONGEST_OPERATOR = 100;

    public static OutputFileName of(String jobUid, String operator, int task, Fence fence, long sequence) {
        return new OutputFileName(safe(operator), hash(jobUid), task, fence, sequence);
    }

    /** Whose a file is, for {@link TransactionalFiles}. */
    public static String owner(String jobUid, String operator) {
        return safe(operator) + "-" + hash(jobUid);
    }

    /** Reads a name; empty for a file that no sink of any job has written. */
    public static Optional<OutputFileName> parse(String name) {
        Matcher matcher = TEXT.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Fence fence = new Fence(Long.parseLong(matcher.group(4)), Integer.parseInt(matcher.group(5)));
        return Optional.of(new OutputFileName(
                matcher.group(1),
                matcher.group(2),
                Integer.parseInt(matcher.group(3)),
                fence,
                Long.parseLong(matcher.group(6))));
    }

    /** The name itself. */
    public String text() {
        return prefix(owner()) + task + "-" + fence.claim() + "-" + fence.attempt() + "-" + sequence;
    }

    /** Whose the file is: as {@link #owner(String, String)}. */
    public String owner() {
        return operator + "-" + job;
    }

    /** Whether the file is of the job that an owner belongs to, by whichever operator. */
    public boolean ofJobOf(String anOwner) {
        return anOwner.endsWith("-" + job);
    }

    /** What all names of one owner begin with. */
    public static String prefix(String owner) {
        return "part-" + owner + "-";
    }

    /** Two operators never become one: where a name is changed, a hash of the original is added. */
    private static String safe(String operator) {
        String replaced = UNSAFE.matcher(operator).replaceAll("_");
        if (replaced.length() <= LONGEST_OPERATOR && replaced.equals(operator)) {
            return operator;
        }
        return replaced.substring(0, Math.min(replaced.length(), LONGEST_OPERATOR)) + "." + hash(operator);
    }

    private static String hash(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", checksum.getValue());
    }
}
