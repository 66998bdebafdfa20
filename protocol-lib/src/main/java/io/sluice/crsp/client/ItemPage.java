package io.sluice.crsp.client;

import io.sluice.crsp.session.Item;
import java.util.List;

/**
 * A page of what can be played: topics in the order of their names, then files of the library in theirs.
 *
 * @param more whether another one follows, after the last name of this one
 */
public record ItemPage(List<Item> items, boolean more) {
    /** Copies {@code items}. */
    public ItemPage {
        items = List.copyOf(items);
    }
}
