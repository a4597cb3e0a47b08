package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.task.Slot;

/** What a slot's thread needs of those who made it. All calls on the slot's thread. */
public interface SlotHost {

    /** Builds the slot and begins to restore it. Called first, once. */
    Slot build() throws Exception;

    /** Has everything written that the slot has sent. After each step. */
    void flush();

    /** Whether a source of the slot has to be asked again and again, because it has nothing yet and may not say when it has. */
    boolean polls();

    /** Something failed outside of the slot's tasks, or before there was a slot. */
    void failed(Throwable failure);
}
