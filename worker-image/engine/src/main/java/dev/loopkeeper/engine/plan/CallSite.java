package dev.loopkeeper.engine.plan;

import java.util.Set;

/** Finds the line of the program that is calling, for messages. */
final class CallSite {

    private static final Set<Class<?>> BUILDERS = Set.of(
            CallSite.class,
            FlowBuilder.class,
            GraphBuilder.class,
            LoopBuilder.class,
            FlowStream.class,
            FlowKeyedStream.class,
            FlowConnectedStreams.class,
            FlowKeyedConnectedStreams.class);

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private CallSite() {}

    /** File and line of the innermost frame that is not the builder's own. */
    static String find() {
        return WALKER.walk(frames -> frames.filter(frame -> !BUILDERS.contains(frame.getDeclaringClass()))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("an unknown place"));
    }
}
