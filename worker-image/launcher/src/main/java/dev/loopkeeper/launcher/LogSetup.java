package dev.loopkeeper.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logs to standard error; the property {@value #LEVEL} says from which level on. In code rather than in XML: workers are started again and again,
 * and what reads XML takes a good part of such a start. Found by logback through the service loader.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    /** The system property with the level of Loopkeeper's own loggers. */
    public static final String LEVEL = "loopkeeper.log.level";

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n";

    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
        standardError.setContext(logging);
        standardError.setName("standard-error");
        standardError.setTarget("System.err");
        standardError.setEncoder(encoder);
        standardError.start();
        logging.getLogger("ROOT").setLevel(Level.WARN);
        logging.getLogger("ROOT").addAppender(standardError);
        // The embedded server reports requests of clients that it refuses as its own troubles.
        logging.getLogger("org.gaul.s3proxy").setLevel(Level.ERROR);
        logging.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
        logging.getLogger("org.gaul.shaded").setLevel(Level.ERROR);
        logging.getLogger("dev.loopkeeper").setLevel(Level.toLevel(System.getProperty(LEVEL), Level.WARN));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
