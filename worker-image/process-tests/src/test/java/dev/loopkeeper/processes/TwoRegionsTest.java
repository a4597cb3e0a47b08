package dev.loopkeeper.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.processes.Launched.WorkerProcess;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.RegionWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two factories of the order line: whatever one of them loses, the other one and the ledger do not notice. */
@Timeout(300)
class TwoRegionsTest {

    private static final String JOB = "examples/rework/job.yaml";

    @TempDir
    Path folder;

    /** R16, and then R1, R2 and I10: what is lost is replaced in its region, and no process of the other one is touched. */
    @Test
    void losesItsCoordinatorAndThenAWorker() throws Exception {
        Path workDir = folder.resolve("work");
        int orders = 6_000;
        String[] arguments = {JOB, "--param", "orders=" + orders, "--param", "rate=200"};
        try (Launched run = Launched.run(workDir, arguments)) {
            run.await("both regions", status -> status.regions().size() == 2);
            isInUse(workDir, arguments);
            JobStatus before = run.await("snapshots of both regions", TwoRegionsTest::bothRunWithSnapshots);
            List<WorkerProcess> first = run.workers();
            run.coordinator().destroyForcibly();
            JobStatus taken = run.await(
                    "the next coordinator", status -> status.claim() > before.claim() && bothRunWithSnapshots(status));
            JobStatus gone = run.await(
                    "work of both regions under it",
                    status -> handled(status, "r0") > handled(taken, "r0")
                            && handled(status, "r1") > handled(taken, "r1"));
            assertThat(first).as("workers of before").allMatch(WorkerProcess::alive);
            isUntouched(first, run, gone, "r0");
            isUntouched(first, run, gone, "r1");

            run.workers("r0").getFirst().kill();
            JobStatus recovered = run.await("the second attempt of r0", status -> runs(status, "r0", 2));
            isUntouched(first, run, recovered, "r1");
            assertThat(handled(recovered, "r1"))
                    .as("what r1 has done meanwhile")
                    .isGreaterThan(handled(gone, "r1"));

            assertThat(run.exitCode()).as(run.errors()).isZero();
            assertThat(run.workers()).as("two new workers for r0").hasSize(first.size() + 2);
        }
        assertThat(Lines.ofOutput(workDir.resolve("output"))).isEqualTo(ledger(orders));
    }

    @Test
    void hasAFrozenWorkerReplacedAndThenStopsAndGoesOnAtAnotherParallelism() throws Exception {
        Path workDir = folder.resolve("work");
        int orders = 1_500;
        String[] arguments = {JOB, "--param", "orders=" + orders, "--param", "rate=150", "--workers", "2"};
        try (Launched run = Launched.run(workDir, arguments)) {
            run.await("snapshots of both regions", TwoRegionsTest::bothRunWithSnapshots);
            WorkerProcess frozen = run.workers("r1").getFirst();
            freeze(frozen);
            JobStatus recovered = run.await("the second attempt of r1", status -> runs(status, "r1", 2));
            assertThat(region(recovered, "r1").lastFailure().worker()).isEqualTo(frozen.name());
            Awaitility.await("the frozen process is killed")
                    .atMost(Launched.LONG)
                    .until(() -> !frozen.alive());
            assertThat(region(recovered, "r0").attempt()).isEqualTo(1);
            assertThat(run.workers("r0")).hasSize(1);

            run.terminateGroup();
            assertThat(run.exitCode()).as(run.errors()).isEqualTo(143);
            assertThat(run.errors()).as("a stop with a snapshot").doesNotContain("no snapshot was possible");
            assertThat(run.output()).contains("rework: suspended").contains("restarts   1");
            assertThat(run.errors()).contains("the same command with --work-dir " + workDir + " goes on");
            assertThat(run.workers()).noneMatch(WorkerProcess::alive);
        }
        List<String> further = new ArrayList<>(List.of(arguments));
        further.addAll(List.of("--parallelism", "3"));
        try (Launched run = Launched.run(workDir, further.toArray(String[]::new))) {
            assertThat(run.exitCode()).as(run.errors()).isZero();
            assertThat(run.errors()).contains("parallelism 3");
        }
        assertThat(Lines.ofOutput(workDir.resolve("output"))).isEqualTo(ledger(orders));
    }

    private static void isInUse(Path workDir, String[] arguments) throws Exception {
        try (Launched second = Launched.run(workDir, arguments)) {
            assertThat(second.exitCode()).as(second.errors()).isEqualTo(2);
            assertThat(second.errors())
                    .contains("the work dir " + workDir + " is in use by process")
                    .hasLineCount(1);
        }
    }

    /** Attempt and processes are the first ones, and they live unless the region's work is done. */
    private static void isUntouched(List<WorkerProcess> first, Launched run, JobStatus status, String name) {
        RegionStatus region = region(status, name);
        assertThat(region.attempt()).isEqualTo(1);
        assertThat(region.restarts()).isZero();
        assertThat(run.workers(name))
                .isEqualTo(first.stream()
                        .filter(worker -> worker.region().equals(name))
                        .toList());
        if (region.phase() != RegionPhase.FINISHED) {
            assertThat(region.phase()).isEqualTo(RegionPhase.RUNNING);
        }
    }

    private static boolean runs(JobStatus status, String region, int attempt) {
        return region(status, region).attempt() == attempt
                && region(status, region).phase() == RegionPhase.RUNNING;
    }

    private static boolean bothRunWithSnapshots(JobStatus status) {
        return status.regions().size() == 2
                && status.regions().stream()
                        .allMatch(region -> region.phase() == RegionPhase.RUNNING && region.lastSnapshot() != null);
    }

    private static RegionStatus region(JobStatus status, String name) {
        return status.regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long handled(JobStatus status, String region) {
        return status.work().stream()
                .filter(work -> work.region().equals(region))
                .mapToLong(RegionWork::hops)
                .sum();
    }

    private static void freeze(WorkerProcess worker) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** As the program's description says: {@code 1 + zlib.crc32(str(number).encode()) % 4} passes. */
    private static List<String> ledger(int orders) {
        List<String> lines = new ArrayList<>();
        for (int number = 1; number <= orders; number++) {
            CRC32 checksum = new CRC32();
            checksum.update(Integer.toString(number).getBytes(US_ASCII));
            for (String city : List.of("berlin", "leipzig")) {
                lines.add(city + "\t" + number + "\t" + (1 + checksum.getValue() % 4));
            }
        }
        lines.sort(null);
        return lines;
    }
}
