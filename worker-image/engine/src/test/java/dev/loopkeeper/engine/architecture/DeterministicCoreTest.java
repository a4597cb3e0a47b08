package dev.loopkeeper.engine.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/**
 * The core is deterministic: no clock, no chance, no thread, no disk and no network but by ports. Otherwise a seed of the simulation would not
 * repeat what it found.
 */
@AnalyzeClasses(packages = "dev.loopkeeper.engine", importOptions = ImportOption.DoNotIncludeTests.class)
final class DeterministicCoreTest {

    @ArchTest
    static final ArchRule noDiskAndNoNetwork = noClasses()
            .that(EnginePackagesTest.CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..", "java.net.http..")
                    .or(DescribedPredicate.describe(
                            "files of java.io",
                            type -> type.getPackageName().equals("java.io")
                                    && type.getSimpleName().matches("File|File[A-Z].*|RandomAccessFile|Console"))));

    @ArchTest
    static final ArchRule noThreads = noClasses()
            .that(EnginePackagesTest.CORE)
            .should()
            .dependOnClassesThat(assignableTo(Thread.class)
                    .or(assignableTo(Executor.class))
                    .or(assignableTo(Future.class))
                    .or(assignableTo(Lock.class))
                    .or(type(LockSupport.class))
                    .or(type(ForkJoinPool.class))
                    .or(type(ThreadLocal.class)));

    @ArchTest
    static final ArchRule noClockAndNoChance = noClasses()
            .that(EnginePackagesTest.CORE)
            .should()
            .callCodeUnitWhere(DescribedPredicate.describe(
                    "what it asks differs from run to run", DeterministicCoreTest::differsFromRunToRun));

    /** Calls by owner; methods of any signature. */
    private static final Map<String, Set<String>> UNREPEATABLE = Map.of(
            System.class.getName(),
                    Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "identityHashCode", "exit", "gc"),
            Instant.class.getName(), Set.of("now"),
            LocalDateTime.class.getName(), Set.of("now"),
            Clock.class.getName(), Set.of("systemUTC", "systemDefaultZone", "system"),
            Math.class.getName(), Set.of("random"),
            UUID.class.getName(), Set.of("randomUUID"),
            ThreadLocalRandom.class.getName(), Set.of("current"),
            Object.class.getName(), Set.of("wait", "notify", "notifyAll", "hashCode"));

    private static boolean differsFromRunToRun(JavaCall<?> call) {
        AccessTarget.CodeUnitCallTarget target = call.getTarget();
        String owner = target.getOwner().getName();
        boolean unseeded = target.getName().equals("<init>")
                && target.getRawParameterTypes().isEmpty()
                && (owner.equals(Random.class.getName()) || owner.equals(SplittableRandom.class.getName()));
        boolean secure = owner.equals("java.security.SecureRandom");
        return unseeded || secure || UNREPEATABLE.getOrDefault(owner, Set.of()).contains(target.getName());
    }
}
