package dev.loopkeeper.engine.network;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Has Netty track every buffer of a test class, and fails the class if one was not released or a network thread has stayed. */
final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    @Override
    public void beforeAll(ExtensionContext context) {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        logger().addAppender(reports);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            // Leaks are found when the collector has found the buffer, and reported when the next ones are allocated.
            for (int round = 0; round < 3; round++) {
                System.gc();
                for (int count = 0; count < 100; count++) {
                    ByteBufAllocator.DEFAULT.directBuffer(64).release();
                }
            }
            List<String> leaks = reports.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
            List<String> threads = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("exchange-"))
                    .toList();
            if (!leaks.isEmpty() || !threads.isEmpty()) {
                throw new AssertionError("leaked buffers " + leaks + ", threads that have stayed " + threads);
            }
        } finally {
            logger().detachAppender(reports);
            ResourceLeakDetector.setLevel(before);
        }
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    }
}
