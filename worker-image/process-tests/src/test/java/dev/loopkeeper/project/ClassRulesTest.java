package dev.loopkeeper.project;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules about the classes of all modules that a job runs with. */
@AnalyzeClasses(packages = "dev.loopkeeper", importOptions = ImportOption.DoNotIncludeTests.class)
final class ClassRulesTest {

    @ArchTest
    static final ArchRule modulesHaveNoCycles =
            slices().matching("dev.loopkeeper.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theApiIsWrittenAgainstTheJdkOnly = noClasses()
            .that()
            .resideInAnyPackage("dev.loopkeeper.api..", "dev.loopkeeper.provider..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", "dev.loopkeeper.api..", "dev.loopkeeper.provider..");

    @ArchTest
    static final ArchRule programsSeeTheApiOnly = noClasses()
            .that()
            .resideInAnyPackage("dev.loopkeeper.examples..", "dev.loopkeeper.library..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.loopkeeper.engine..",
                    "dev.loopkeeper.storage..",
                    "dev.loopkeeper.launcher..",
                    "dev.loopkeeper.crds..",
                    "dev.loopkeeper.provider..");

    @ArchTest
    static final ArchRule minioIsInTheStorageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.loopkeeper.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minio..", "okhttp3..", "org.gaul..", "org.jclouds..");

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.loopkeeper.launcher.Main")
            .and()
            .haveNameNotMatching("dev\\.loopkeeper\\.launcher\\.training\\.(Pod)?TrainingMain")
            .should()
            .callMethod(System.class, "exit", int.class);

    /** gRPC's own log is there: one class makes it quieter. */
    @ArchTest
    static final ArchRule logsGoThroughSlf4j = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.loopkeeper.engine.control.GrpcLogging")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule fieldsAreNotInjected = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
