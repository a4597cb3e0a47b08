package dev.loopkeeper.operator.decide;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands at {@link Given#NOW} until a test moves it. Safe for all threads. */
public final class ManualClock extends Clock {

    private volatile Instant now = Given.NOW;

    /** It shows what it shows at this time after {@link Given#NOW}. */
    public void at(Duration sinceStart) {
        now = Given.NOW.plus(sinceStart);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
