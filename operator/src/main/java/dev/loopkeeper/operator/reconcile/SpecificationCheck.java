package dev.loopkeeper.operator.reconcile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.read.InvalidJobException;
import dev.loopkeeper.crds.read.JobFile;
import dev.loopkeeper.crds.read.Problem;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.model.TemplateProblems;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a specification again that the API server has taken: its schema may have been older than this operator. The rules are those of the reader of
 * job files, which has each of the schema's in Java.
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
        json.set("spec", serialization.convertValue(job.getSpec(), ObjectNode.class));
        List<String> problems = new ArrayList<>(TemplateProblems.of(job.getSpec()));
        try {
            JobFile.parse(json.toString(), "the resource");
        } catch (InvalidJobException e) {
            for (Problem problem : e.problems()) {
                boolean told = problems.stream().anyMatch(text -> text.startsWith(problem.path() + ":"));
                if (!told) {
                    problems.add(problem.path() + ": " + problem.message());
                }
            }
        }
        return problems;
    }
}
