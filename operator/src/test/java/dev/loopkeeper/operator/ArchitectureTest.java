package dev.loopkeeper.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** Which way dependencies point: what decides and what builds knows nothing of what acts. */
@AnalyzeClasses(packages = "dev.loopkeeper.operator", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String[] ACTING = {
        "dev.loopkeeper.operator.act..",
        "dev.loopkeeper.operator.reconcile..",
        "dev.loopkeeper.operator.coordinator..",
        "io.javaoperatorsdk..",
        "io.quarkus..",
        "io.vertx..",
        "jakarta..",
        "java.net..",
        "java.util.concurrent..",
    };

    @ArchTest
    static final ArchRule pureCodeKnowsNothingOfActing = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.loopkeeper.operator.observe..",
                    "dev.loopkeeper.operator.decide..",
                    "dev.loopkeeper.operator.model..",
                    "dev.loopkeeper.operator.status..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ACTING);

    @ArchTest
    static final ArchRule pureCodeHasNoClient = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.loopkeeper.operator.observe..",
                    "dev.loopkeeper.operator.decide..",
                    "dev.loopkeeper.operator.model..",
                    "dev.loopkeeper.operator.status..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient");

    @ArchTest
    static final ArchRule decisionsReadNoClock = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.loopkeeper.operator.observe..",
                    "dev.loopkeeper.operator.decide..",
                    "dev.loopkeeper.operator.model..",
                    "dev.loopkeeper.operator.status..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule observationsKnowNoDecision = noClasses()
            .that()
            .resideInAPackage("dev.loopkeeper.operator.observe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.loopkeeper.operator.decide..", "dev.loopkeeper.operator.model..");
}
