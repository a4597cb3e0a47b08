package dev.loopkeeper.engine.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key group at a cut: what is to be written, and what the owner needs to act on the outcome. Background work reads {@link #chains} and
 * takes the columns; everything else is the owner's.
 */
final class GroupCapture<K> {

    final int group;
    /** What committed snapshots hold, for each state. */
    final Chain[] chains;
    /** What has to be written; nothing for a group that did not change. */
    private List<ColumnCapture> columns;

    private final KeyGroupTable<K> table;
    private final @Nullable Entry<K>[] changed;
    private final int changedCount;
    /** For each changed entry: which states changed, and which were stored before. */
    private final int[] changedStates;

    private final int[] storedStates;
    private final List<Removal<K>> removals = new ArrayList<>(0);

    private GroupCapture(KeyGroupTable<K> table, List<ColumnCapture> columns) {
        this.table = table;
        this.group = table.group;
        this.chains = table.chains();
        this.columns = columns;
        this.changedCount = table.changedCount();
        this.changed = table.takeChanged();
        this.changedStates = new int[changedCount];
        this.storedStates = new int[changedCount];
    }

    static <K> GroupCapture<K> take(KeyGroupTable<K> table, List<StateDescriptor> states) {
        if (table.changedCount() == 0) {
            return new GroupCapture<>(table, List.of());
        }
        @Nullable ColumnCapture[] byState = columns(table, states);
        List<ColumnCapture> columns = new ArrayList<>(byState.length);
        boolean anyBase = false;
        for (ColumnCapture column : byState) {
            if (column != null) {
                columns.add(column);
                anyBase |= column.base;
            }
        }
        if (anyBase) {
            table.forEach(entry -> addToBases(entry, byState));
        }
        GroupCapture<K> capture = new GroupCapture<>(table, columns);
        capture.takeChanged(byState);
        return capture;
    }

    private static <K> @Nullable ColumnCapture[] columns(KeyGroupTable<K> table, List<StateDescriptor> states) {
        int[] told = new int[states.size()];
        int[] toldHeld = new int[states.size()];
        table.countChanged(told, toldHeld);
        @Nullable ColumnCapture[] columns = new ColumnCapture[states.size()];
        for (StateDescriptor state : states) {
            int index = state.index();
            if (told[index] > 0) {
                int held = table.held(index);
                boolean base = MergePolicy.baseDue(table.group, table.chains()[index], toldHeld[index], held);
                columns[index] = new ColumnCapture(state, base, base ? held : told[index]);
            }
        }
        return columns;
    }

    private static <K> void addToBases(Entry<K> entry, @Nullable ColumnCapture[] columns) {
        for (int state = 0; state < columns.length; state++) {
            ColumnCapture column = columns[state];
            if (column != null && column.base) {
                Object cell = entry.get(state);
                if (cell != null) {
                    column.add(entry.key, cell);
                }
            }
        }
    }

    private void takeChanged(@Nullable ColumnCapture[] columns) {
        for (int index = 0; index < changedCount; index++) {
            Entry<K> entry = changed[index];
            int bits = entry.changed;
            int held = entry.held();
            changedStates[index] = bits;
            storedStates[index] = entry.stored;
            for (int rest = bits; rest != 0; rest &= rest - 1) {
                int state = Integer.numberOfTrailingZeros(rest);
                ColumnCapture column = columns[state];
                if (column != null && !column.base) {
                    column.add(entry.key, entry.get(state));
                }
            }
            if ((bits & ~held) != 0) {
                removals.add(new Removal<>(entry, bits & ~held));
            }
            entry.changed = 0;
            // Until the outcome is known both may be true: what was stored stays, what is captured may become so.
            entry.stored |= bits & held;
        }
    }

    /** Called by background work, which is then the only one to hold the columns: their memory is free as soon as they are written. */
    List<ColumnCapture> takeColumns() {
        List<ColumnCapture> taken = columns;
        columns = List.of();
        return taken;
    }

    /** The captured changes are stored: what was removed needs no telling any more. */
    void committed(Chain[] newChains) {
        table.chains(newChains);
        for (Removal<K> removal : removals) {
            removal.entry.stored &= ~removal.states;
            table.settle(removal.entry);
        }
    }

    /** The captured changes were never stored: they belong into the next delta again (R9). */
    void aborted() {
        for (int index = 0; index < changedCount; index++) {
            Entry<K> entry = changed[index];
            entry.stored = storedStates[index];
            table.note(entry, changedStates[index]);
            table.settle(entry);
        }
    }

    /** States that held nothing at the cut for a key of which committed chunks may hold something. */
    private record Removal<K>(Entry<K> entry, int states) {}
}
