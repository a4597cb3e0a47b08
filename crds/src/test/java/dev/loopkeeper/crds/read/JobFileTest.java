package dev.loopkeeper.crds.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.crds.v1alpha1.ConditionalWrites;
import dev.loopkeeper.crds.v1alpha1.CredentialsType;
import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.RecoveryScope;
import dev.loopkeeper.crds.v1alpha1.RecoverySpec;
import dev.loopkeeper.crds.v1alpha1.RestartSpec;
import dev.loopkeeper.crds.v1alpha1.RestartType;
import dev.loopkeeper.crds.v1alpha1.SnapshotsSpec;
import dev.loopkeeper.crds.v1alpha1.StoreSpec;
import dev.loopkeeper.crds.v1alpha1.SurvivorPolicy;
import dev.loopkeeper.crds.value.CpuAmount;
import dev.loopkeeper.crds.value.GoDuration;
import dev.loopkeeper.crds.value.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobFileTest {

    private static final Path GOOD = Path.of("src/test/resources/jobs/good");

    private static final String SMALLEST = """
            apiVersion: loopkeeper.dev/v1alpha1
            kind: IterativeJob
            metadata: {name: rework}
            spec:
              program: {className: dev.example.Rework}
            """;

    @TempDir
    Path directory;

    @Test
    void fillsInTheDefaults() throws InvalidJobException {
        JobFile file = JobFile.read(GOOD.resolve("smallest.yaml"));
        IterativeJobSpec spec = file.job().getSpec();
        assertThat(file.job().getMetadata().getName()).isEqualTo("rework");
        assertThat(spec.program().className()).isEqualTo("dev.example.Rework");
        assertThat(spec.program().parameters()).isNull();
        assertThat(spec.parallelism()).isEqualTo(1);
        assertThat(spec.suspend()).isFalse();
        assertThat(spec.startTimeout().value()).isEqualTo(Duration.ofMinutes(5));
        assertThat(spec.ttlSecondsAfterFinished()).isNull();
        assertThat(spec.workers().slots()).isEqualTo(1);
        assertThat(spec.workers().memory().bytes()).isEqualTo(1L << 30);
        assertThat(spec.workers().cpu().milliCores()).isEqualTo(1000);
        assertThat(spec.coordinator().memory().bytes()).isEqualTo(512L << 20);
        assertThat(spec.coordinator().cpu().milliCores()).isEqualTo(200);
        assertThat(file.ignoredLocally()).isEmpty();
        assertThat(file.job().getStatus()).isNull();
    }

    /** K20: only what is Loopkeeper's own is refused, and that in the main containers only. */
    @Test
    void takesTemplatesWithContainersVolumesAndPortsOfTheirOwn() throws InvalidJobException {
        assertThat(JobFile.read(GOOD.resolve("templates.yaml"))
                        .job()
                        .getSpec()
                        .workers()
                        .template()
                        .spec()
                        .path("containers"))
                .hasSize(2);
    }

    @Test
    void fillsInTheDefaultsOfSnapshotsAndRecovery() throws InvalidJobException {
        IterativeJobSpec spec = JobFile.parse(SMALLEST, "job").job().getSpec();
        assertThat(spec.snapshots())
                .isEqualTo(new SnapshotsSpec(
                        new GoDuration(Duration.ofSeconds(30)),
                        new GoDuration(Duration.ofMinutes(5)),
                        3,
                        10,
                        DeletionPolicy.RETAIN,
                        null,
                        null));
        assertThat(spec.recovery().scope()).isEqualTo(RecoveryScope.REGION);
        assertThat(spec.recovery().survivors()).isEqualTo(SurvivorPolicy.RECREATE);
        assertThat(spec.recovery().heartbeatTimeout().value()).isEqualTo(Duration.ofSeconds(5));
        assertThat(spec.recovery().restoreConcurrency()).isEqualTo(16);
        assertThat(spec.recovery().restart())
                .isEqualTo(new RestartSpec(RestartType.EXPONENTIAL_DELAY, null, null, null));
    }

    @Test
    void restartSetUpsWithoutFieldsAreTheSameAsNone() throws InvalidJobException {
        for (String field : new String[] {"fixedDelay", "exponentialDelay", "failureRate"}) {
            String type = Character.toUpperCase(field.charAt(0)) + field.substring(1);
            RestartSpec empty = restart("{type: " + type + ", " + field + ": {}}");
            RestartSpec absent = restart("{type: " + type + "}");
            assertThat(empty.fixedDelayOrDefault()).isEqualTo(absent.fixedDelayOrDefault());
            assertThat(empty.exponentialDelayOrDefault()).isEqualTo(absent.exponentialDelayOrDefault());
            assertThat(empty.failureRateOrDefault()).isEqualTo(absent.failureRateOrDefault());
        }
    }

    private static RestartSpec restart(String yaml) throws InvalidJobException {
        return JobFile.parse(SMALLEST + "  recovery: {restart: " + yaml + "}\n", "job")
                .job()
                .getSpec()
                .recovery()
                .restart();
    }

    @Test
    void readsEveryField() throws InvalidJobException {
        IterativeJobSpec spec =
                JobFile.read(GOOD.resolve("everything.yaml")).job().getSpec();
        assertThat(spec.image()).isEqualTo("registry.example/rework:1.4");
        assertThat(spec.program().parameters()).containsEntry("orders", "1000").containsEntry("city.name", "leipzig");
        assertThat(spec.program().jar().uri()).isEqualTo("s3://b/p.jar");
        assertThat(spec.program().jar().credentials().secret().accessKeyIdKey()).isEqualTo("accessKeyId");
        assertThat(spec.parallelism()).isEqualTo(4);
        assertThat(spec.suspend()).isTrue();
        assertThat(spec.workers().cpu()).isEqualTo(new CpuAmount(2000));
        assertThat(spec.workers().template().spec().at("/serviceAccountName").asText())
                .isEqualTo("s3-reader");
        assertThat(spec.coordinator().memory()).isEqualTo(new MemorySize(256L << 20));
        assertThat(spec.snapshots().interval().value()).isEqualTo(Duration.ofSeconds(90));
        StoreSpec store = spec.snapshots().store();
        assertThat(store.prefix()).isEqualTo("loops/here");
        assertThat(store.credentials().type()).isEqualTo(CredentialsType.SECRET);
        assertThat(store.credentials().secret().secretAccessKeyKey()).isEqualTo("key");
        assertThat(store.tls().caSecret().key()).isEqualTo("bundle.pem");
        assertThat(store.conditionalWrites()).isEqualTo(ConditionalWrites.OFF);
        assertThat(spec.recovery().heartbeatTimeout().value()).isEqualTo(Duration.ofMillis(1500));
        assertThat(spec.recovery().restart().failureRate().maxFailures()).isEqualTo(5);
        assertThat(spec.recovery().restart().failureRate().delay().isZero()).isTrue();
    }

    /** K5: its signs of life come each second. */
    @Test
    void aCoordinatorIsNeverTakenForSilentWithinThreeSeconds() throws InvalidJobException {
        for (String[] example : new String[][] {{"1s", "PT3S"}, {"2.9s", "PT3S"}, {"3s", "PT3S"}, {"7s", "PT7S"}}) {
            RecoverySpec recovery = JobFile.parse(
                            SMALLEST + "  recovery: {heartbeatTimeout: " + example[0] + "}\n", "job")
                    .job()
                    .getSpec()
                    .recovery();
            assertThat(recovery.coordinatorSilence()).isEqualTo(Duration.parse(example[1]));
        }
    }

    @Test
    void takesTheAddressesThatJarsCanBeHadFrom() throws InvalidJobException {
        String digest = ", sha256: " + "a".repeat(64);
        for (String jar : new String[] {
            "s3://b/p.jar" + digest,
            "https://jars.example/p.jar" + digest,
            "http://jars.example:8080/p.jar" + digest,
            "file:p.jar"
        }) {
            String yaml = SMALLEST.replace("Rework}", "Rework, jar: {uri: " + jar + "}}");
            assertThat(JobFile.parse(yaml, "job")
                            .job()
                            .getSpec()
                            .program()
                            .jar()
                            .uri())
                    .isEqualTo(jar.replace(digest, ""));
        }
    }

    @Test
    void namesWhatDoesNotApplyLocally() throws InvalidJobException {
        assertThat(JobFile.read(GOOD.resolve("everything.yaml")).ignoredLocally())
                .extracting(IgnoredSetting::path)
                .containsExactly(
                        "spec.image",
                        "spec.program.jar.credentials",
                        "spec.suspend",
                        "spec.restartToken",
                        "spec.snapshotToken",
                        "spec.ttlSecondsAfterFinished",
                        "spec.workers.cpu",
                        "spec.workers.template",
                        "spec.coordinator.cpu",
                        "spec.coordinator.template",
                        "spec.snapshots.onDelete",
                        "spec.snapshots.store.credentials",
                        "spec.snapshots.store.tls");
    }

    @Test
    void takesWhatKubectlPrints() throws InvalidJobException {
        JobFile file = JobFile.read(GOOD.resolve("printed.yaml"));
        assertThat(file.job().getMetadata().getGeneration()).isEqualTo(7);
        assertThat(file.job().getSpec().image()).isNull();
        assertThat(file.job().getStatus()).isNull();
        assertThat(file.ignoredLocally()).extracting(IgnoredSetting::path).containsExactly("status");
    }

    @Test
    void takesJson() throws InvalidJobException {
        String json = "{\"apiVersion\": \"loopkeeper.dev/v1alpha1\", \"kind\": \"IterativeJob\","
                + " \"metadata\": {\"name\": \"rework\"}, \"spec\": {\"program\": {\"className\": \"a.B\"}}}";
        assertThat(JobFile.parse(json, "job").job().getSpec().program().className())
                .isEqualTo("a.B");
    }

    @Test
    void namesFilesThatCannotBeRead() throws IOException {
        assertThatThrownBy(() -> JobFile.read(directory.resolve("none.yaml")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(directory.resolve("none.yaml") + ": there is no such file");
        assertThatThrownBy(() -> JobFile.read(directory)).hasMessage(directory + ": is a directory");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> JobFile.read(binary)).hasMessage(binary + ": is not text in UTF-8");
    }

    @Test
    void tellsOfVeryManyProblemsOnlyTheFirst() {
        StringBuilder yaml = new StringBuilder(SMALLEST);
        for (int i = 0; i < 200; i++) {
            yaml.append("  zzzzzzzzzzzz").append(i).append(": 1\n");
        }
        yaml.append("  snapshots: {interval: 30}\n");
        assertThatThrownBy(() -> JobFile.parse(yaml.toString(), "job"))
                .isInstanceOfSatisfying(InvalidJobException.class, refusal -> {
                    assertThat(refusal.problems()).hasSize(51);
                    assertThat(refusal.problems().getLast().message()).isEqualTo("has 151 more problems");
                });
    }

    @Test
    void everyRuleOfTheDefinitionHasACheck() {
        assertChecked(Definition.schema());
    }

    private static void assertChecked(Schema schema) {
        schema.rules().forEach(rule -> assertThat(RuleChecks.check(rule)).isNotNull());
        schema.properties().values().forEach(JobFileTest::assertChecked);
    }
}
