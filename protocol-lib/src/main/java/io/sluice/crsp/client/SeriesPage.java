package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import java.util.List;

/**
 * A page of series of data points, in the order of their names.
 *
 * @param end whether another page follows, and what the gateway has of all series
 */
public record SeriesPage(List<Message.SeriesSeen> series, Message.SeriesListed end) {
    /** Copies {@code series}. */
    public SeriesPage {
        series = List.copyOf(series);
    }
}
