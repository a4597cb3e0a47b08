package dev.loopkeeper.engine.plan;

import dev.loopkeeper.engine.ProgramException;
import dev.loopkeeper.engine.codec.Codecs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects operators while a program defines its graph. Belongs to the thread that defines; dead when the definition has ended. */
final class GraphBuilder {

    private static final int NAME_LIMIT = 100;

    private final List<LogicalOperator> operators = new ArrayList<>();
    private final Map<String, LogicalOperator> byName = new HashMap<>();
    private final Map<Integer, Map<String, Class<?>>> sideOutputs = new HashMap<>();
    private final Set<Class<?>> encodable = new HashSet<>();
    private boolean closed;

    /** Adds an operator and returns its id. */
    int add(String name, OperatorSpec spec, Class<?> output, List<List<Branch>> inputs) {
        String place = CallSite.find();
        requireOpen(place);
        checkName("operator", name, place);
        if (output != void.class) {
            checkType(output, "operator " + name, place);
        }
        LogicalOperator operator = new LogicalOperator(operators.size(), name, spec, output, inputs, place);
        @Nullable LogicalOperator other = byName.putIfAbsent(name, operator);
        if (other != null) {
            throw new ProgramException("two operators are named " + name + " (" + other.place() + " and " + place
                    + "); state is kept by name, so give each a name of its own");
        }
        operators.add(operator);
        return operator.id();
    }

    /** Takes note of a side output of an operator. */
    void addSideOutput(int operator, String tag, Class<?> type) {
        String place = CallSite.find();
        requireOpen(place);
        String name = operators.get(operator).name();
        checkType(type, "output " + tag + " of operator " + name, place);
        @Nullable
        Class<?> before =
                sideOutputs.computeIfAbsent(operator, _ -> new HashMap<>()).putIfAbsent(tag, type);
        if (before != null && before != type) {
            throw new ProgramException("output " + tag + " of operator " + name + " is read as " + type.getSimpleName()
                    + " and as " + before.getSimpleName() + " (" + place + "); use one type, or two tags");
        }
    }

    LogicalOperator operator(int id) {
        return operators.get(id);
    }

    /** Ends the definition: streams that outlive it refuse to be used. */
    List<LogicalOperator> close() {
        closed = true;
        return operators;
    }

    void requireOpen(String place) {
        if (closed) {
            throw new ProgramException("a stream is used after the definition of its dataflow has ended (" + place
                    + "); use it inside define only");
        }
    }

    /** A name that is fit to be shown, and to be a part of other names. */
    static void checkName(String what, @Nullable String name, String place) {
        if (name == null || name.isBlank()) {
            throw new ProgramException("the " + what + " at " + place + " has no name; give it one");
        }
        if (name.length() > NAME_LIMIT
                || !name.equals(name.strip())
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new ProgramException(
                    "the name of the " + what + " at " + place + " cannot be used: it must have at most " + NAME_LIMIT
                            + " characters, no control characters, and no space at its ends");
        }
    }

    private void checkType(@Nullable Class<?> type, String what, String place) {
        if (type == null) {
            throw new ProgramException("the record type of " + what + " is null (" + place + "); name the class");
        }
        if (!encodable.contains(type)) {
            try {
                Codecs.describe(type);
            } catch (ProgramException e) {
                throw new ProgramException(what + " (" + place + "): " + e.getMessage(), e);
            }
            encodable.add(type);
        }
    }

    /** Refuses a null that the program gave. */
    static <T> T given(@Nullable T value, String what) {
        if (value == null) {
            throw new ProgramException(what + " is null (" + CallSite.find() + "); give one");
        }
        return value;
    }
}
