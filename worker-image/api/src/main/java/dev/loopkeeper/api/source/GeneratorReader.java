package dev.loopkeeper.api.source;

import dev.loopkeeper.api.function.Collector;
import java.io.IOException;
import java.util.function.LongFunction;

/** Every so-manyth number from a first one on. */
final class GeneratorReader<T> implements SplitReader<T> {

    private final LongFunction<? extends T> function;
    private final int step;
    private final long bound;
    private final RateLimit rate;
    private long next;

    /** @param bound the first number that is not made */
    GeneratorReader(LongFunction<? extends T> function, long next, int step, long bound, RateLimit rate) {
        this.function = function;
        this.next = next;
        this.step = step;
        this.bound = bound;
        this.rate = rate;
    }

    @Override
    public Progress poll(Collector<T> out, int limit) throws IOException {
        int permitted = rate.permitted(limit);
        int made = 0;
        while (made < permitted && next < bound) {
            T record = make(next);
            next = next > Long.MAX_VALUE - step ? Long.MAX_VALUE : next + step;
            made++;
            out.emit(record);
        }
        rate.used(made);
        if (next >= bound) {
            return Progress.ENDED;
        }
        return made < limit ? Progress.IDLE : Progress.MORE;
    }

    private T make(long number) throws IOException {
        T record;
        try {
            record = function.apply(number);
        } catch (RuntimeException e) {
            throw new IOException("the generator's function failed for number " + number + ": " + e, e);
        }
        if (record == null) {
            throw new IOException("the generator's function returned null for number " + number);
        }
        return record;
    }

    @Override
    public String position() {
        return Long.toString(next);
    }

    @Override
    public void close() {}
}
