package dev.loopkeeper.engine.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The engine's shape: a core of packages that need no machine to run, and a rim around it that does what blocks. */
@AnalyzeClasses(packages = "dev.loopkeeper.engine", importOptions = ImportOption.DoNotIncludeTests.class)
final class EnginePackagesTest {

    /** State machines and values: what simulation runs as it is. The coordinator's process, which drives them, is not among them. */
    static final DescribedPredicate<JavaClass> CORE = resideInAnyPackage(
                    "dev.loopkeeper.engine",
                    "dev.loopkeeper.engine.plan..",
                    "dev.loopkeeper.engine.task..",
                    "dev.loopkeeper.engine.log..",
                    "dev.loopkeeper.engine.state..",
                    "dev.loopkeeper.engine.codec..",
                    "dev.loopkeeper.engine.message..",
                    "dev.loopkeeper.engine.snapshot..",
                    "dev.loopkeeper.engine.exchange..",
                    "dev.loopkeeper.engine.coordinator..",
                    // Ports only
                    "dev.loopkeeper.engine.store..",
                    "dev.loopkeeper.engine.work..")
            .and(resideOutsideOfPackage("dev.loopkeeper.engine.coordinator.process"))
            .as("in the core");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.loopkeeper.engine.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCoreKnowsNothingOfTheRim = classes()
            .that(CORE)
            .should()
            .onlyDependOnClassesThat(
                    CORE.or(resideInAnyPackage("dev.loopkeeper.api..", "dev.loopkeeper.provider..", "java.."))
                            .or(resideInAnyPackage(
                                    "org.slf4j..", "org.jspecify..", "org.jctools..", "com.fasterxml.jackson..")));

    @ArchTest
    static final ArchRule valuesKnowNoStateMachines = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.loopkeeper.engine.codec",
                    "dev.loopkeeper.engine.snapshot",
                    "dev.loopkeeper.engine.plan",
                    "dev.loopkeeper.engine.message")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.loopkeeper.engine.task..",
                    "dev.loopkeeper.engine.coordinator..",
                    "dev.loopkeeper.engine.log..",
                    "dev.loopkeeper.engine.state..",
                    "dev.loopkeeper.engine.exchange..");

    /** What the coordinator and the tasks know of each other is what they say to each other. */
    @ArchTest
    static final ArchRule coordinatorAndTasksMeetInMessagesOnly = noClasses()
            .that(resideInAPackage("dev.loopkeeper.engine.task"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.loopkeeper.engine.coordinator..");

    @ArchTest
    static final ArchRule nettyIsInTheNetworkOnly = noClasses()
            .that()
            .resideOutsideOfPackages("dev.loopkeeper.engine.network", "dev.loopkeeper.engine.http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule grpcIsInTheControlOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.loopkeeper.engine.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "com.google.protobuf..");
}
