package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a job readable by leaving out what is not. The definition's defaults take its place, so that nothing is missing that was always there. */
final class Readable {

    private static final String SPEC = "spec";
    private static final String STATUS = "status";

    private Readable() {}

    /**
     * Leaves out what could not be read.
     *
     * @param path where that is
     * @param single whether only that is left out; otherwise specification and status as a whole
     * @return false if it is neither in the specification nor in the status
     */
    static boolean leaveOut(ObjectNode job, List<Reference> path, boolean single) {
        String part = path.isEmpty() ? "" : String.valueOf(path.getFirst().getFieldName());
        if (!part.equals(SPEC) && !part.equals(STATUS)) {
            return false;
        }
        if (!single) {
            job.remove(List.of(SPEC, STATUS));
        } else if (part.equals(STATUS)) {
            // It is written anew; a list that lacks the half of an entry would say something else.
            remove(job, path, Math.min(2, path.size()));
            return true;
        } else {
            remove(job, path, optional(path));
        }
        complete(job, Definition.schema());
        return true;
    }

    /**
     * How many steps of the path lead to what may be missing: a required field takes with it what it belongs to, but for a part of the specification,
     * for which something empty does: the other parts are good.
     */
    private static int optional(List<Reference> path) {
        Schema schema = Definition.schema();
        int length = path.size() > 1 && path.get(1).getFieldName() != null ? 2 : 1;
        for (int i = 0; i < path.size(); i++) {
            String name = path.get(i).getFieldName();
            if (schema == null || name == null) {
                return length;
            }
            if (!schema.required().contains(name)) {
                length = i + 1;
            }
            schema = schema.property(name).orElse(schema.values());
        }
        return length;
    }

    private static void remove(ObjectNode job, List<Reference> path, int length) {
        ObjectNode parent = job;
        for (Reference step : path.subList(0, length - 1)) {
            JsonNode next = parent.get(step.getFieldName());
            if (!(next instanceof ObjectNode inner)) {
                break;
            }
            parent = inner;
        }
        parent.remove(path.get(length - 1).getFieldName());
    }

    /** Fills in defaults, and something empty for what is required. */
    private static void complete(ObjectNode object, Schema schema) {
        schema.properties().forEach((name, property) -> {
            if (!object.hasNonNull(name)) {
                JsonNode filling = property.defaultValue();
                if (filling == null && schema.required().contains(name)) {
                    filling = empty(property);
                }
                if (filling != null) {
                    object.set(name, filling.deepCopy());
                }
            }
            if (object.get(name) instanceof ObjectNode inner) {
                complete(inner, property);
            }
        });
    }

    private static @Nullable JsonNode empty(Schema schema) {
        return switch (schema.type()) {
            case OBJECT -> JsonNodeFactory.instance.objectNode();
            case TEXT -> JsonNodeFactory.instance.textNode("");
            case LIST, WHOLE_NUMBER, TRUTH, QUANTITY -> null;
        };
    }
}
