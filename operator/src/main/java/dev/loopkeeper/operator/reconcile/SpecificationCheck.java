package dev.loopkeeper.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.read.InvalidJobException;
import dev.loopkeeper.crds.read.JobFile;
import dev.loopkeeper.crds.read.NotPossibleYet;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.JarSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a specification again that the API server has taken: its schema may have been older than this operator, and says nothing of templates (K20).
 * The rules are those of the reader of job files, which has each of the schema's in Java.
 */
final class SpecificationCheck {

    private final KubernetesSerialization serialization;

    SpecificationCheck(KubernetesSerialization serialization) {
        this.serialization = serialization;
    }

    /** What is wrong, each with its path; empty if nothing. */
    List<String> problems(IterativeJob job) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", IterativeJob.GROUP + "/" + IterativeJob.VERSION);
        json.put("kind", IterativeJob.KIND);
        json.putObject("metadata").put("name", job.getMetadata().getName());
        JsonNode written = job.specAsWritten();
        json.set("spec", written == null ? serialization.convertValue(job.getSpec(), ObjectNode.class) : written);
        try {
            IterativeJobSpec spec =
                    JobFile.parse(json.toString(), "the resource").job().getSpec();
            return written == null ? refusals(spec) : List.of("spec: has something that this operator cannot read");
        } catch (InvalidJobException e) {
            return e.problems().stream()
                    .map(problem -> problem.path() + ": " + problem.message())
                    .toList();
        }
    }

    /** What is a job file all the same, for a local run or for a later version. */
    private static List<String> refusals(IterativeJobSpec spec) {
        List<String> refusals = new ArrayList<>(NotPossibleYet.of(spec));
        JarSpec jar = spec.program().jar();
        if (jar != null && jar.uri().startsWith("file:")) {
            refusals.add(
                    "spec.program.jar.uri: a file is for local runs; on a cluster give an s3://, https:// or http:// address,"
                            + " or leave spec.program.jar out and have the class in spec.image");
        }
        return refusals;
    }
}
