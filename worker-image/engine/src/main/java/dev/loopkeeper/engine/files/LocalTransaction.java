package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.Fence;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is written aside, to be renamed into its directory. Its text, {@code file:<directory> <owner> <claim>-<attempt> <name> <size>
 * <checksum>}, goes into the snapshot's manifest.
 *
 * @param directory the absolute path of the directory that the file will be in
 * @param checksum CRC-32C of the content
 */
record LocalTransaction(Path directory, String owner, Fence fence, String name, long size, int checksum) {

    /** Hidden, so that readers of the directory do not see what is in it. */
    static final String ASIDE = ".loopkeeper";

    private static final Pattern TEXT = Pattern.compile("file:(\\S+) (\\S+) (\\d+)-(\\d+) (\\S+) (\\d+) ([0-9a-f]+)");

    Path target() {
        return directory.resolve(name);
    }

    Path aside() {
        return folder(directory, owner, fence).resolve(name);
    }

    /** From the directory down to where the file is aside. */
    List<Path> folders() {
        return List.of(directory, directory.resolve(ASIDE), folder(directory, owner), folder(directory, owner, fence));
    }

    static Path folder(Path directory, String owner) {
        return directory.resolve(ASIDE).resolve(owner);
    }

    static Path folder(Path directory, String owner, Fence fence) {
        return folder(directory, owner).resolve(fence.claim() + "-" + fence.attempt());
    }

    String text() {
        return "file:" + encode(directory.toString()) + " " + encode(owner) + " " + fence.claim() + "-"
                + fence.attempt() + " " + encode(name) + " " + size + " " + Integer.toHexString(checksum);
    }

    static LocalTransaction parse(String text) throws IOException {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IOException("\"" + text + "\" is no transaction of a local file");
        }
        return new LocalTransaction(
                LocalPaths.of(decode(matcher.group(1))),
                decode(matcher.group(2)),
                new Fence(Long.parseLong(matcher.group(3)), Integer.parseInt(matcher.group(4))),
                decode(matcher.group(5)),
                Long.parseLong(matcher.group(6)),
                Integer.parseUnsignedInt(matcher.group(7), 16));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
