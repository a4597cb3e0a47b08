package dev.loopkeeper.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenTest {

    private static final String SECRET = "0123456789abcdef";

    @TempDir
    Path directory;

    @Test
    void admitsItselfOnly() {
        BearerToken token = new BearerToken(SECRET);
        assertThat(token.admits("Bearer " + SECRET)).isTrue();
        assertThat(token.admits(SECRET)).isFalse();
        assertThat(token.admits("Bearer " + SECRET + "0")).isFalse();
        assertThat(token.admits("Bearer ")).isFalse();
        assertThat(token.admits(null)).isFalse();
        assertThat(BearerToken.random().admits(BearerToken.random().authorization()))
                .isFalse();
    }

    @Test
    void isNotPrinted() {
        assertThat(new BearerToken(SECRET).toString()).doesNotContain(SECRET);
        assertThat(HttpAccess.byToken(new BearerToken(SECRET)).toString()).doesNotContain(SECRET);
    }

    @Test
    void comesBackFromAFileThatOnlyItsOwnerReads() throws IOException {
        Path file = directory.resolve("token");
        BearerToken token = BearerToken.random();
        token.write(file);
        assertThat(BearerToken.read(file).admits(token.authorization())).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        BearerToken second = BearerToken.random();
        second.write(file);
        assertThat(BearerToken.read(file).admits(second.authorization())).isTrue();
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void namesTheFileThatHoldsNone() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> BearerToken.read(missing))
                .isInstanceOf(IOException.class)
                .hasMessage("token file " + missing + " does not exist");
        Path shortOne = Files.writeString(directory.resolve("short"), "abc\n");
        assertThatThrownBy(() -> BearerToken.read(shortOne))
                .hasMessageContaining(shortOne.toString())
                .hasMessageContaining("shorter than 16")
                .hasMessageNotContaining("abc");
    }
}
