package dev.loopkeeper.launcher.provider;

import dev.loopkeeper.provider.ProviderState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a client tells. */
final class RecordingListener implements ProviderListener {

    final AtomicInteger alive = new AtomicInteger();
    final List<ProviderState> states = new CopyOnWriteArrayList<>();
    final List<Duration> silences = new CopyOnWriteArrayList<>();
    final List<String> disconnects = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();

    @Override
    public void alive() {
        alive.incrementAndGet();
    }

    @Override
    public void state(ProviderState state) {
        states.add(state);
    }

    @Override
    public void silent(Duration since) {
        silences.add(since);
    }

    @Override
    public void disconnected(String reason) {
        disconnects.add(reason);
    }

    @Override
    public void refused(String reason) {
        refusals.add(reason);
    }
}
