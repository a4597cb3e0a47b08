package dev.loopkeeper.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import org.assertj.core.api.AbstractThrowableAssert;

/** What the tests of this module share. */
final class StoreAssertions {

    @FunctionalInterface
    interface StoreCall {
        void run() throws StoreException;
    }

    private StoreAssertions() {}

    static AbstractThrowableAssert<?, ? extends Throwable> assertKind(StoreCall call, Kind kind) {
        return assertThatThrownBy(call::run).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(e.getMessage()).doesNotContain("\n");
        });
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String content(ObjectStore store, String key) throws StoreException {
        return new String(store.get(key).orElseThrow().content(), UTF_8);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
