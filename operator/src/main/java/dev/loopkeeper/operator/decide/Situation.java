package dev.loopkeeper.operator.decide;

/**
 * What stands in the way of a job, for its conditions.
 *
 * @param reason one word in capitals and smalls
 * @param message a sentence that says what is wrong, where, and what can be done
 */
public record Situation(Kind kind, String reason, String message) {

    /** How the way is barred, mildest first. */
    public enum Kind {
        /** Nothing is wrong. */
        CLEAR,
        /** It takes time, and may take long, as a node that must be added by an autoscaler does. */
        WAITING,
        /** Nobody but a person can mend it, which may be under way: stalled after a while (K21). */
        HINDERED,
        /** Only a change of the resource can mend it: stalled at once. */
        STALLED
    }

    /** Nothing is wrong. */
    public static final Situation CLEAR = new Situation(Kind.CLEAR, "", "");

    static Situation waiting(String reason, String message) {
        return new Situation(Kind.WAITING, reason, message);
    }

    static Situation hindered(String reason, String message) {
        return new Situation(Kind.HINDERED, reason, message);
    }

    static Situation stalled(String reason, String message) {
        return new Situation(Kind.STALLED, reason, message);
    }

    /** The worse of the two; of equal ones this. */
    public Situation and(Situation other) {
        return other.kind.compareTo(kind) > 0 ? other : this;
    }
}
