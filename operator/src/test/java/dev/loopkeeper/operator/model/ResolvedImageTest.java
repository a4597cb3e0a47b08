package dev.loopkeeper.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K9: what a container runtime tells of an image, and what a name becomes by it. D is a digest. */
final class ResolvedImageTest {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "registry.example/rework:1.4, registry.example/rework@D, registry.example/rework@D",
        "registry.example/rework, registry.example/rework@D, registry.example/rework@D",
        "registry.example:5000/a/rework:1.4, registry.example:5000/a/rework@D, registry.example:5000/a/rework@D",
        "localhost/rework:1, localhost/rework@D, localhost/rework@D",
        "loopkeeper/worker:0.1, docker.io/loopkeeper/worker@D, loopkeeper/worker@D",
        "worker:0.1, docker.io/library/worker@D, worker@D",
        "index.docker.io/library/worker:0.1, docker.io/library/worker@D, index.docker.io/library/worker@D",
        "registry.example/rework:1.4, docker-pullable://registry.example/rework@D, registry.example/rework@D",
        "registry.example/rework:1.4, registry.example/rework:1.4@D, registry.example/rework@D",
    })
    void k9ANameBecomesItsRepositoryAndTheDigest(String image, String id, String resolved) {
        assertThat(ResolvedImage.of(image, id.replace("D", DIGEST))).contains(resolved.replace("D", DIGEST));
    }

    /** Loaded by hand, pulled from elsewhere, already a digest, or nothing yet: what was named stands. */
    @ParameterizedTest
    @CsvSource({
        "loopkeeper/worker:0.1, D",
        "loopkeeper/worker:0.1, docker://D",
        "loopkeeper/worker:0.1, docker.io/library/import-2026-11-21@D",
        "registry.example/rework:1.4, mirror.example/rework@D",
        "registry.example/rework:1.4, registry.example/rework:1.4",
        "registry.example/rework:1.4, registry.example/rework@sha256:short",
        "registry.example/rework@sha256:1, registry.example/rework@D",
        "registry.example/rework:1.4, ''",
        "registry.example/rework:1.4,",
    })
    void k9WhatCouldNotBePulledByItsNameResolvesNothing(String image, String id) {
        assertThat(ResolvedImage.of(image, id == null ? null : id.replace("D", DIGEST)))
                .isEmpty();
    }
}
