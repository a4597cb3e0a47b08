package dev.loopkeeper.crds.read;

import dev.loopkeeper.crds.read.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/**
 * Reads one YAML document into nodes that know their lines. Nothing is made by name: tags are refused. Size, depth and what aliases unfold to are
 * bounded, so that no file can exhaust memory or stack.
 */
final class YamlReader {

    static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_DEPTH = 40;
    private static final int MAX_NODES = 50_000;

    /** Plain words that Kubernetes' YAML takes for true or false; as text they need quotes there, so they need them here. */
    private static final Set<String> TRUTH_IN_KUBERNETES =
            Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF");

    private static final ScalarResolver RESOLVER = new CoreScalarResolver(false);

    private final Iterator<Event> events;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private int nodes;

    private YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    /**
     * The only document of the text.
     *
     * @return nothing if the text is not one YAML document; the problem is then recorded
     */
    static Optional<YamlNode> read(String yaml, Problems problems) {
        if (yaml.length() > MAX_CHARACTERS) {
            problems.add("", 0, "is larger than a job file may be, 1 MiB");
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CHARACTERS)
                .setUseMarks(true)
                .build();
        try {
            return new YamlReader(new Parse(settings).parseString(yaml).iterator()).document();
        } catch (UnusableYamlException e) {
            problems.add("", e.line, e.getMessage());
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            problems.add(
                    "",
                    line,
                    "is not YAML: " + e.getProblem().lines().findFirst().orElse("malformed"));
        } catch (YamlEngineException e) {
            problems.add(
                    "",
                    0,
                    "is not YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("malformed"));
        }
        return Optional.empty();
    }

    private Optional<YamlNode> document() {
        events.next(); // the stream begins
        if (events.next().getEventId() != Event.ID.DocumentStart) {
            throw new UnusableYamlException(0, "is empty");
        }
        YamlNode root = node(events.next(), 0);
        events.next(); // the document ends
        Event after = events.next();
        if (after.getEventId() == Event.ID.DocumentStart) {
            throw new UnusableYamlException(line(after), "has a second document; write one job per file");
        }
        return Optional.of(root);
    }

    private YamlNode node(Event event, int depth) {
        int line = line(event);
        if (depth > MAX_DEPTH) {
            throw new UnusableYamlException(line, "is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, line);
        }
        count(line);
        YamlNode node = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, line);
            case SequenceStart -> sequence((CollectionStartEvent) event, depth, line);
            case MappingStart -> mapping((CollectionStartEvent) event, depth, line);
            default -> throw new UnusableYamlException(line, "is not YAML: unexpected " + event.getEventId());
        };
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        return node;
    }

    private YamlNode alias(AliasEvent alias, int line) {
        YamlNode node = anchors.get(alias.getAlias());
        if (node == null) {
            throw new UnusableYamlException(
                    line, "refers to the anchor *" + alias.getAlias() + ", which is not defined before");
        }
        countAll(node, line);
        return node;
    }

    /** Aliases of aliases unfold to exponentially many nodes: what they unfold to is counted, not what is written. */
    private void countAll(YamlNode node, int line) {
        count(line);
        switch (node) {
            case YamlNode.Scalar _ -> {}
            case YamlNode.Sequence sequence -> sequence.items().forEach(item -> countAll(item, line));
            case YamlNode.Mapping mapping -> mapping.fields().forEach(field -> countAll(field.value(), line));
        }
    }

    private void count(int line) {
        if (++nodes > MAX_NODES) {
            throw new UnusableYamlException(line, "has more than " + MAX_NODES + " values");
        }
    }

    private Scalar scalar(ScalarEvent event, int line) {
        event.getTag().ifPresent(tag -> refuseTag(tag, line));
        return new Scalar(event.getValue(), kind(event), line);
    }

    private static Scalar.Kind kind(ScalarEvent event) {
        if (!event.isPlain()) {
            return Scalar.Kind.TEXT;
        }
        if (TRUTH_IN_KUBERNETES.contains(event.getValue())) {
            return Scalar.Kind.TRUTH;
        }
        Tag tag = RESOLVER.resolve(event.getValue(), true);
        if (tag.equals(Tag.INT)) {
            return Scalar.Kind.WHOLE_NUMBER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Scalar.Kind.DECIMAL_NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return Scalar.Kind.TRUTH;
        }
        return tag.equals(Tag.NULL) ? Scalar.Kind.NOTHING : Scalar.Kind.TEXT;
    }

    private YamlNode.Sequence sequence(CollectionStartEvent start, int depth, int line) {
        start.getTag().ifPresent(tag -> refuseTag(tag, line));
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new YamlNode.Sequence(List.copyOf(items), line);
    }

    private YamlNode.Mapping mapping(CollectionStartEvent start, int depth, int line) {
        start.getTag().ifPresent(tag -> refuseTag(tag, line));
        List<YamlNode.Field> fields = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent name)) {
                throw new UnusableYamlException(line(event), "has a field whose name is not a simple word");
            }
            YamlNode value = node(events.next(), depth + 1);
            fields.add(new YamlNode.Field(name.getValue(), value, line(name)));
        }
        return new YamlNode.Mapping(List.copyOf(fields), line);
    }

    private static void refuseTag(String tag, int line) {
        throw new UnusableYamlException(line, "has the tag " + tag + "; tags are not allowed");
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    /** Ends the reading of a document that breaks a bound. */
    private static final class UnusableYamlException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int line;

        UnusableYamlException(int line, @Nullable String message) {
            super(message, null, false, false);
            this.line = line;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
