package dev.loopkeeper.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K4: whose an object is that has a name of ours. */
final class OwnershipTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");

    private static Secret made(JobIdentity job) {
        return new JobObjects(job).secret(JOB.authoritySecret(), Map.of());
    }

    @Test
    void whatTheJobMadeIsItsOwnUnlessItIsBeingDeleted() {
        Secret own = made(JOB);
        assertThat(Ownership.of(JOB, own)).isEqualTo(Ownership.OURS);
        own.getMetadata().setDeletionTimestamp("2026-11-21T03:20:00Z");
        assertThat(Ownership.of(JOB, own)).isEqualTo(Ownership.GOING);
    }

    @Test
    void whatAnEarlierJobOfTheNameMadeGoes() {
        assertThat(Ownership.of(JOB, made(new JobIdentity("factory", "rework", "old"))))
                .isEqualTo(Ownership.GOING);
    }

    @Test
    void whatNobodyOwnsIsForeign() {
        Secret plain = new SecretBuilder()
                .withNewMetadata()
                .withName("rework-ca")
                .endMetadata()
                .build();
        assertThat(Ownership.of(JOB, plain)).isEqualTo(Ownership.FOREIGN);
    }

    @ParameterizedTest
    @CsvSource({
        "loopkeeper.dev/v1alpha1, IterativeJob, rework, GOING",
        "loopkeeper.dev/v1, IterativeJob, rework, GOING",
        "loopkeeper.dev/v1alpha1, IterativeJob, rework-ca, FOREIGN",
        "cert-manager.io/v1, Certificate, rework, FOREIGN",
        "example.dev/v1, IterativeJob, rework, FOREIGN"
    })
    void anOwnerOfAnotherUidCountsByItsKindAndName(String version, String kind, String name, Ownership expected) {
        Secret owned = new SecretBuilder()
                .withNewMetadata()
                .withName("rework-ca")
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(version)
                        .withKind(kind)
                        .withName(name)
                        .withUid("other")
                        .build())
                .endMetadata()
                .build();
        assertThat(Ownership.of(JOB, owned)).isEqualTo(expected);
    }
}
