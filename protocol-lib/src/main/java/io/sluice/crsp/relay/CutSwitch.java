package io.sluice.crsp.relay;

import java.util.List;
import java.util.OptionalLong;

/** Whether the links are cut: by hand, by a schedule, or both. */
final class CutSwitch {
    private final List<CutSchedule> schedules;
    private boolean byHand;
    private boolean cut;
    private long cuts;

    CutSwitch(List<CutSchedule> schedules) {
        this.schedules = schedules;
    }

    void byHand(boolean value) {
        byHand = value;
    }

    /** Brings the state up to date and says whether it changed. */
    boolean update(long elapsedNanos) {
        boolean now = byHand || schedules.stream().anyMatch(schedule -> schedule.isCutAt(elapsedNanos));
        if (now == cut) {
            return false;
        }
        cut = now;
        if (now) {
            cuts++;
        }
        return true;
    }

    boolean isCut() { return cut; }

    long cuts() {
        return cuts;
    }

    OptionalLong nextChangeAfter(long elapsedNanos) {
        return schedules.stream()
                .map(schedule -> schedule.nextChangeAfter(elapsedNanos))
                .flatMapToLong(OptionalLong::stream)
                .min();
    }
}
