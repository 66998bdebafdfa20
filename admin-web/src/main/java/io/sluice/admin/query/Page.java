package io.sluice.admin.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items this page's rows, in the order asked for
 * @param total how many rows the filter lets through in all, or null where that is not counted
 * @param next the address of the next page, or null on the last one
 */
public record Page<T>(List<T> items, @Nullable Long total, @Nullable String next) {
    /** Copies {@code items}. */
    public Page {
        items = List.copyOf(items);
    }
}
