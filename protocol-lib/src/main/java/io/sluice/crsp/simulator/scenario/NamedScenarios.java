package io.sluice.crsp.simulator.scenario;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** The templates that come with the product, each in the format that a file has. */
final class NamedScenarios {
    private static final List<ScenarioTemplate> ALL = List.of(
            template("mixed", """
                    description = A little of everything: the default
                    clients = 1..8
                    streams = 1..4
                    messages = 1..80
                    message-size = 0..2500
                    loss = 0%..25% in 66%
                    corruption = 0%..15% in 33%
                    duplication = 0%..30% in 33%
                    reordering = 0%..30% in 33%
                    delay = 1ms..150ms in 75%
                    mtu = 1200..1500 in 50%
                    packets-per-second = 100..2000 in 33%
                    stream-window = 2048..262144
                    connection-window = 8192..1048576
                    slow-readers = 0%..50% in 33%
                    stopping-readers = 0%..50% in 33%
                    resets = 0%..30% in 20%
                    stops = 0%..30% in 20%
                    bbr = 33%
                    secure = 40%
                    cuts = 0..2
                    moves = 0..3
                    restarts = 1..2 in 15%
                    clock-jumps = 1..3 in 15%
                    freezes = 1..2 in 15%
                    hostile = 1..2 in 25%
                    """),
            template("lossy", """
                    description = Every packet has something to fear: loss, damage, copies, disorder
                    clients = 1..3
                    streams = 1..3
                    messages = 60..120
                    message-size = 100..2500
                    loss = 10%..30%
                    corruption = 8%..20%
                    duplication = 10%..30%
                    reordering = 10%..30%
                    delay = 10ms..100ms
                    secure = 30%
                    mtu = 1200..1500 in 50%
                    """),
            template("quiet", """
                    description = Nothing goes wrong
                    clients = 1..4
                    streams = 1..4
                    messages = 1..200
                    message-size = 0..3000
                    delay = 1ms..50ms
                    bbr = 50%
                    secure = 50%
                    """),
            template("crowd", """
                    description = Twenty clients at once behind one gateway
                    clients = 20
                    streams = 1..2
                    messages = 1..30
                    message-size = 0..2000
                    loss = 0%..15%
                    delay = 5ms..80ms
                    packets-per-second = 200..2000 in 50%
                    bbr = 33%
                    secure = 40%
                    """),
            template("cuts", """
                    description = The network goes away again and again, at times for longer than connections live
                    clients = 1..4
                    streams = 1..3
                    messages = 20..150
                    message-size = 0..2500
                    loss = 0%..10%
                    delay = 1ms..100ms
                    packets-per-second = 50..500
                    cuts = 2..6
                    cut-length = 100ms..20s
                    disturbed = 40s
                    bbr = 33%
                    secure = 40%
                    """),
            template("moving", """
                    description = Clients change address in the middle of transfers
                    clients = 1..5
                    streams = 1..3
                    messages = 50..150
                    message-size = 100..2500
                    loss = 0%..15%
                    reordering = 0%..20%
                    duplication = 0%..20%
                    delay = 1ms..100ms
                    packets-per-second = 100..800
                    moves = 2..8
                    disturbed = 8s
                    bbr = 33%
                    secure = 40%
                    """),
            template("restarts", """
                    description = The gateway is killed and comes back without memory of its connections
                    clients = 1..6
                    streams = 1..3
                    messages = 20..120
                    message-size = 0..2500
                    loss = 0%..15%
                    delay = 1ms..100ms
                    packets-per-second = 100..800
                    slow-readers = 0%..40%
                    restarts = 1..4
                    moves = 0..2
                    disturbed = 15s
                    bbr = 33%
                    secure = 40%
                    """),
            template("clocks", """
                    description = Clocks jump ahead and processes stop, as when machines sleep
                    clients = 1..5
                    streams = 1..3
                    messages = 20..100
                    message-size = 0..2500
                    loss = 0%..15%
                    delay = 1ms..100ms
                    packets-per-second = 100..800
                    clock-jumps = 1..5
                    freezes = 1..4
                    disturbed = 15s
                    bbr = 33%
                    secure = 40%
                    """),
            template("readers", """
                    description = Small windows, and readers that are slow, stop, or do not want the rest
                    clients = 1..4
                    streams = 2..8
                    messages = 20..80
                    message-size = 0..4000
                    loss = 0%..15%
                    delay = 1ms..60ms
                    stream-window = 1024..16384
                    connection-window = 2048..65536
                    slow-readers = 20%..60%
                    stopping-readers = 20%..60%
                    resets = 0%..30%
                    stops = 0%..30%
                    bbr = 33%
                    secure = 40%
                    """),
            template("hostile", """
                    description = Peers that keep no rule beside honest ones on the same gateway
                    clients = 2..5
                    streams = 1..3
                    messages = 20..80
                    message-size = 0..2000
                    loss = 0%..10%
                    delay = 1ms..60ms
                    packets-per-second = 200..2000 in 50%
                    hostile = 2..6
                    bbr = 33%
                    secure = 40%
                    """),
            template("mtu", """
                    description = Large datagrams vanish, in a network that loses some others too
                    clients = 1..4
                    streams = 1..3
                    messages = 20..100
                    message-size = 500..4000
                    loss = 0%..20%
                    delay = 1ms..100ms
                    mtu = 1200..1500
                    moves = 0..3
                    bbr = 33%
                    secure = 40%
                    """),
            template("wrap", """
                    description = More messages and packets than 16 bits count, over a link that repeats
                    clients = 1
                    streams = 1
                    messages = 70000
                    message-size = 0..24
                    loss = 1%
                    duplication = 20%
                    reordering = 5%
                    delay = 2ms..10ms
                    """));

    private NamedScenarios() {}

    private static ScenarioTemplate template(String name, String text) {
        try {
            return ScenarioTemplate.read(name, new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ScenarioTemplate> all() {
        return ALL;
    }

    static ScenarioTemplate named(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no scenario '" + name + "'; there are "
                                + ALL.stream().map(ScenarioTemplate::name).collect(Collectors.joining(", "))));
    }
}
