package dev.loopkeeper.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/** The server keeps etags in extended attributes of files; without them it would take every conditional write for refused. */
final class ExtendedAttributes {

    private ExtendedAttributes() {}

    /** Fails with one line where the folder's file system has none. */
    static void require(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".attributes-", "");
        try {
            UserDefinedFileAttributeView view = Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class);
            if (view == null) {
                throw missing(folder, null);
            }
            view.write("user.loopkeeper", ByteBuffer.wrap(new byte[] {1}));
        } catch (IOException | UnsupportedOperationException e) {
            throw missing(folder, e);
        } finally {
            Files.delete(probe);
        }
    }

    private static IOException missing(Path folder, @org.jspecify.annotations.Nullable Exception cause) {
        return new IOException(
                "the file system of " + folder
                        + " keeps no extended attributes (user.*), which the embedded S3 server needs: choose a folder on another file system, such as ext4, XFS or Btrfs",
                cause);
    }
}
