package dev.loopkeeper.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorAddressTest {

    @TempDir
    private Path directory;

    @Test
    void readsNamesAndAddresses() throws IOException {
        assertThat(CoordinatorAddress.parse("rework-coordinator.jobs.svc:7070").find())
                .isEqualTo(new HostPort("rework-coordinator.jobs.svc", 7070));
        assertThat(CoordinatorAddress.parse("[::1]:7070").find()).isEqualTo(new HostPort("::1", 7070));
        assertThat(CoordinatorAddress.parse("[::1]:7070")).hasToString("[::1]:7070");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":1", "host:x", "host:0", "host:65536", "::1:7070"})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> CoordinatorAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text)
                .hasMessageContaining("PORT");
    }

    @Test
    void readsAFileAnewEachTime() throws IOException {
        Path file = directory.resolve("coordinator");
        CoordinatorAddress address = CoordinatorAddress.parse("file:" + file);
        assertThatThrownBy(address::find).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
        Files.writeString(file, "127.0.0.1:1001\n");
        assertThat(address.find()).isEqualTo(new HostPort("127.0.0.1", 1001));
        Files.writeString(file, "127.0.0.1:1002\n");
        assertThat(address.find()).isEqualTo(new HostPort("127.0.0.1", 1002));
        Files.writeString(file, "rubbish");
        assertThatThrownBy(address::find).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
    }
}
