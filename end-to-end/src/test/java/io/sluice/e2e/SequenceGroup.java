package io.sluice.e2e;

import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.Scenario;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients of {@code sluice sequence -n 20 --interval 1s} that come through one relay. */
final class SequenceGroup {
    /** Of twenty: handshakes are over, and the end is not near. */
    private static final int NUMBERS_OF_A_CLIENT_UNDER_WAY = 2;

    private static final Pattern RECEIVED = Pattern.compile("^received ([\\d,]+), ", Pattern.MULTILINE);

    private final CliProcess process;
    private final UdpRelay relay;
    private final int clients;

    private SequenceGroup(CliProcess process, UdpRelay relay, int clients) {
        this.process = process;
        this.relay = relay;
        this.clients = clients;
    }

    /** Starts them and waits until they are in the middle of their sequences. */
    static SequenceGroup underWay(Scenario scenario, LocalGateway gateway, int clients) throws Exception {
        UdpRelay relay = scenario.relay(gateway, LinkSettings.perfect());
        CliProcess process = scenario.cli("sequence", "--json", "-n", "20", "--interval", "1s", "--clients",
                Integer.toString(clients), "--gateway", "127.0.0.1:" + relay.localAddress().getPort());
        SequenceGroup group = new SequenceGroup(process, relay, clients);
        Await.until(clients + " sequences under way", Scenario.PATIENCE, group::isUnderWay);
        return group;
    }

    private boolean isUnderWay() throws Exception {
        if (!process.isRunning()) {
            throw new AssertionError("the command ended early: " + process.out() + process.err());
        }
        long received = RECEIVED.matcher(process.err())
                .results()
                .mapToLong(shown -> Long.parseLong(shown.group(1).replace(",", "")))
                .max()
                .orElse(0);
        return relay.statistics().clientsSeen() >= clients
                && received >= (long) clients * NUMBERS_OF_A_CLIENT_UNDER_WAY;
    }

    /** Cuts the link for this long. */
    void cut(Duration time) throws InterruptedException {
        relay.cut();
        Await.passing(time);
        relay.restore();
    }

    /** Waits for all clients' ends; returns the exit code. */
    int awaitExit() throws Exception {
        return process.awaitExit(Scenario.PATIENCE);
    }

    /** How many ended well, each client having compared both checksums. */
    int succeeded() throws Exception {
        return count("\"success\":true");
    }

    /** How many lines of the output match. */
    int count(String pattern) throws Exception {
        Matcher matcher = Pattern.compile(pattern).matcher(process.out());
        int found = 0;
        while (matcher.find()) {
            found++;
        }
        return found;
    }

    /** All that was said. */
    String output() throws Exception {
        return process.out() + process.err();
    }
}
