package io.sluice.gateway.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Messages to topics that did not take theirs in time, set aside in their order until the topic can be written again, so that the
 * messages to other topics need not wait. For one thread.
 */
final class ParkedMessages {
    /** How long a topic is left alone before it is looked at again, in nanoseconds. */
    static final long PAUSE = 1_000_000_000L;

    private final Predicate<String> writable;
    private final Map<String, Long> retryAt = new HashMap<>();
    private final List<ShardWork.Data> parked = new ArrayList<>();

    /** @param writable whether every partition of a topic takes messages; may block */
    ParkedMessages(Predicate<String> writable) {
        this.writable = writable;
    }

    boolean isEmpty() { return parked.isEmpty(); }

    /** The topic's messages are set aside from now on. */
    void park(String topic, long now) {
        retryAt.put(topic, now + PAUSE);
    }

    /** Takes the messages to parked topics out of a batch; those of a shard that is given back are for its next owner. */
    void takeFrom(List<ShardWork> batch) {
        if (retryAt.isEmpty()) {
            return;
        }
        for (Iterator<ShardWork> works = batch.iterator(); works.hasNext();) {
            if (works.next() instanceof ShardWork.Data data && retryAt.containsKey(data.record().topic())) {
                if (!data.writer().isReleased()) {
                    parked.add(data);
                }
                works.remove();
            }
        }
    }

    /** Nanoseconds until a topic is due to be looked at; with anything parked. */
    long untilDue(long now) {
        return retryAt.values().stream().mapToLong(at -> Math.max(0, at - now)).min().orElse(0);
    }

    /** Gives back what may be tried again, in its order. */
    List<ShardWork> due(long now) {
        Set<String> ready = new HashSet<>();
        retryAt.replaceAll((topic, at) -> {
            if (at - now > 0) {
                return at;
            }
            if (isWanted(topic) && !writable.test(topic)) {
                return now + PAUSE;
            }
            ready.add(topic);
            return at;
        });
        retryAt.keySet().removeAll(ready);
        List<ShardWork> due = new ArrayList<>();
        parked.removeIf(each -> !each.isWanted()
                || (ready.contains(each.record().topic()) && due.add(each)));
        return due;
    }

    private boolean isWanted(String topic) {
        return parked.stream().anyMatch(each -> each.isWanted() && each.record().topic().equals(topic));
    }

    /** Nothing more is written for this shard. */
    void forget(ShardWriter writer) {
        parked.removeIf(each -> each.writer() == writer);
    }
}
