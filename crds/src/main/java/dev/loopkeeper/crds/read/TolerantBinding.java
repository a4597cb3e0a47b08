package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import java.io.IOException;
import java.util.List;

/**
 * Reads a job whatever it says: what cannot be read of it is left out, and its specification is kept as it was written beside what was read of it. One
 * job that an older or a newer definition let in would otherwise end the watch over all of them (R17). Safe for all threads.
 */
public final class TolerantBinding extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** So many things are left out one by one; beyond that, all is. */
    private static final int MOST_LEFT_OUT = 100;

    public TolerantBinding() {
        super("loopkeeper-tolerant-binding");
        setDeserializerModifier(new ReadTolerantly());
        setSerializerModifier(new WriteAsWritten());
    }

    private static final class ReadTolerantly extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription type, JsonDeserializer<?> strict) {
            return type.getBeanClass() == IterativeJob.class ? new Reader(strict) : strict;
        }
    }

    private static final class Reader extends DelegatingDeserializer {

        private static final long serialVersionUID = 1L;

        Reader(JsonDeserializer<?> strict) {
            super(strict);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> strict) {
            return new Reader(strict);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode json = context.readTree(parser);
            if (!(json instanceof ObjectNode written)) {
                return strictly(json, parser, context);
            }
            ObjectNode readable = written.deepCopy();
            for (int leftOut = 0; ; leftOut++) {
                try {
                    Object job = strictly(readable, parser, context);
                    if (job instanceof IterativeJob read
                            && !readable.path("spec").equals(written.path("spec"))) {
                        read.keepSpecAsWritten(written.path("spec"));
                    }
                    return job;
                } catch (JsonMappingException e) {
                    if (leftOut > MOST_LEFT_OUT || !Readable.leaveOut(readable, e.getPath(), leftOut < MOST_LEFT_OUT)) {
                        throw e;
                    }
                }
            }
        }

        private Object strictly(JsonNode json, JsonParser parser, DeserializationContext context) throws IOException {
            try (JsonParser again = new TreeTraversingParser(json, parser.getCodec())) {
                again.nextToken();
                return _delegatee.deserialize(again, context);
            }
        }
    }

    /** A copy of a job must be as little readable as the job was, or what is wrong with it would be forgotten. */
    private static final class WriteAsWritten extends BeanSerializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription type, List<BeanPropertyWriter> properties) {
            if (type.getBeanClass() == IterativeJob.class) {
                properties.replaceAll(
                        property -> property.getName().equals("spec") ? new SpecWriter(property) : property);
            }
            return properties;
        }
    }

    private static final class SpecWriter extends BeanPropertyWriter {

        private static final long serialVersionUID = 1L;

        SpecWriter(BeanPropertyWriter property) {
            super(property);
        }

        @Override
        public void serializeAsField(Object bean, JsonGenerator generator, SerializerProvider provider)
                throws Exception {
            JsonNode written = bean instanceof IterativeJob job ? job.specAsWritten() : null;
            if (written == null) {
                super.serializeAsField(bean, generator, provider);
            } else {
                generator.writeFieldName(getName());
                provider.defaultSerializeValue(written, generator);
            }
        }
    }
}
