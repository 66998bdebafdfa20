package io.sluice.cli.commands;

import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.SubscriptionListener;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.wire.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/** Tells the user what happens to a subscription besides its records: a line each. */
final class DeliveryReporter implements SubscriptionListener {
    private final Console console;
    private final String topic;

    DeliveryReporter(Console console, String topic) {
        this.console = console;
        this.topic = topic;
    }

    @Override
    public void onPositionReset(int partition, long wanted, long earliest, long latest, long next) {
        console.event(
                wanted >= earliest && wanted <= latest
                        ? "partition " + partition + " of " + topic + ": going on at " + next + " instead of " + wanted
                                + ", because an operator moved it or the topic was made anew"
                        : "partition " + partition + " of " + topic + " has offsets " + earliest + " to " + latest
                                + ", not " + wanted + ": going on at " + next,
                Json.object()
                        .put("event", "reset")
                        .put("topic", topic)
                        .put("partition", partition)
                        .put("wanted", wanted)
                        .put("earliest", earliest)
                        .put("latest", latest)
                        .put("next", next));
    }

    @Override
    public void onPartitionsAdded(List<Position> positions) {
        String added = positions.stream().map(each -> Integer.toString(each.partition()))
                .collect(Collectors.joining(", "));
        console.event(
                "topic " + topic + " has grown: receiving its new partitions " + added,
                Json.object().put("event", "grown").put("topic", topic).put("partitions", added));
    }

    @Override
    public void onStatus(ErrorCode code, String text) {
        boolean waits = code != ErrorCode.NO_ERROR;
        console.event(
                waits ? "waiting: " + code + ": " + text : "going on",
                Json.object().put("event", waits ? "waiting" : "going-on").put("code", code).put("message", text));
    }
}
