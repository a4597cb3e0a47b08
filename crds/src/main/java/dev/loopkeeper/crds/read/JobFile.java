package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A job file: one {@code IterativeJob} in YAML or JSON.
 *
 * @param job the job, with all defaults filled in and without a status
 * @param origin what messages call the file
 * @param ignoredLocally what the file sets that a local run does not heed
 */
public record JobFile(IterativeJob job, String origin, List<IgnoredSetting> ignoredLocally) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public JobFile {
        ignoredLocally = List.copyOf(ignoredLocally);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidJobException if it cannot be read or is not a job that Kubernetes would accept; it names everything that is wrong
     */
    public static JobFile read(Path file) throws InvalidJobException {
        String origin = file.toString();
        try (InputStream stream = Files.newInputStream(file)) {
            // UTF-8 takes at most four bytes a character, so what is cut off here is refused as too large below.
            byte[] bytes = stream.readNBytes(4 * YamlReader.MAX_CHARACTERS + 1);
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    origin);
        } catch (CharacterCodingException _) {
            throw unreadable(origin, "is not text in UTF-8");
        } catch (NoSuchFileException _) {
            throw unreadable(origin, "there is no such file");
        } catch (IOException e) {
            throw unreadable(origin, Files.isDirectory(file) ? "is a directory" : "cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads a text.
     *
     * @param origin what messages call the text
     * @throws InvalidJobException if it is not a job that Kubernetes would accept; it names everything that is wrong
     */
    public static JobFile parse(String yaml, String origin) throws InvalidJobException {
        Problems problems = new Problems();
        YamlNode node = YamlReader.read(yaml, problems).orElseThrow(() -> invalid(origin, problems));
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw unreadable(
                    origin, "is not a job: expected fields such as apiVersion and kind, got " + node.describe());
        }
        if (!isJob(mapping, problems)) {
            throw invalid(origin, problems);
        }
        Schema schema = Definition.schema();
        Map<String, Integer> lines = new HashMap<>();
        JsonNode json = new SchemaReader(schema, problems, lines).read(node, schema, "");
        new PodTypes(problems).check(node);
        new TemplateChecks(problems, lines).check(json);
        if (!problems.isEmpty()) {
            throw invalid(origin, problems);
        }
        return new JobFile(bind((ObjectNode) json), origin, LocalRun.ignored(node));
    }

    /** Of another kind of resource nothing more is said: every field would be wrong. */
    private static boolean isJob(YamlNode.Mapping mapping, Problems problems) {
        check(mapping, "apiVersion", IterativeJob.GROUP + "/" + IterativeJob.VERSION, problems);
        check(mapping, "kind", IterativeJob.KIND, problems);
        return problems.isEmpty();
    }

    private static void check(YamlNode.Mapping mapping, String name, String expected, Problems problems) {
        for (YamlNode.Field field : mapping.fields()) {
            boolean good = field.value() instanceof YamlNode.Scalar scalar
                    && scalar.text().equals(expected);
            if (field.name().equals(name) && !good) {
                problems.add(
                        name,
                        field.line(),
                        "expected " + expected + ", got " + field.value().describe());
            }
        }
    }

    private static IterativeJob bind(ObjectNode json) {
        json.remove("status");
        try {
            return MAPPER.treeToValue(json, IterativeJob.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the model does not fit its own definition: " + e.getOriginalMessage(), e);
        }
    }

    private static InvalidJobException unreadable(String origin, String message) {
        return new InvalidJobException(origin, List.of(new Problem("", message, 0)));
    }

    private static InvalidJobException invalid(String origin, Problems problems) {
        return new InvalidJobException(origin, problems.inOrder());
    }
}
