package dev.loopkeeper.provider;

/**
 * What one attempt of a region has done, as far as its workers have said.
 *
 * @param region the region's name
 * @param attempt the attempt that did it
 * @param records records read from the region's sources in the job's life, what a restored snapshot holds included
 * @param hops records fed back in this attempt
 */
public record RegionWork(String region, int attempt, long records, long hops) {

    public RegionWork {
        Values.text("region", region);
        Values.notNegative("attempt", attempt);
        Values.notNegative("records", records);
        Values.notNegative("hops", hops);
    }
}
