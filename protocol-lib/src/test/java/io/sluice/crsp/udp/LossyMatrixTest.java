package io.sluice.crsp.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.relay.RelaySettings;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets and a bad network between them. All cases run at once, to be quick. */
class LossyMatrixTest {
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] SECRET = new byte[16];

    private record Setting(double loss, double corruption, int maxDelayMillis) {
        LinkSettings link() {
            return LinkSettings.builder()
                    .loss(loss)
                    .corruption(corruption)
                    .delay(Duration.ZERO, Duration.ofMillis(maxDelayMillis))
                    .build();
        }
    }

    private record Result(Setting setting, long seed, long nanos, long smallNanos, long closingNanos) {
        /** From the first sent, once the connection stood, to the last of the small ones received. */
        double smallMessagesPerSecond() {
            return (Exchange.MESSAGES - 1) * (double) SECOND / smallNanos;
        }

        double messagesPerSecond() {
            return Exchange.MESSAGES * (double) SECOND / nanos;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "real sockets, loss %.0f %%, corruption %.0f %%, delay to %d ms, seed %d: "
                            + "%.2f s with handshake and large message, %.0f messages/s each way; the small messages alone "
                            + "%.0f/s; closed after %.2f s",
                    setting.loss() * 100,
                    setting.corruption() * 100,
                    setting.maxDelayMillis(),
                    seed,
                    nanos / 1e9,
                    messagesPerSecond(),
                    smallMessagesPerSecond(),
                    closingNanos / 1e9);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static Result run(Setting setting, long seed)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        EndpointConfig config = EndpointConfig.plain(ConnectionConfig.DEFAULT, SECRET);
        Exchange atServer = new Exchange(false, seed);
        Exchange atClient = new Exchange(true, seed);
        try (UdpTransport server = UdpTransport.open(UdpSettings.of(anyPort()), config, remote -> atServer,
                Thread.ofPlatform().factory());
                UdpRelay relay = UdpRelay.start(
                        RelaySettings.builder(anyPort(), server.localAddress()).both(setting.link()).seed(seed)
                                .build());
                UdpTransport client = UdpTransport.open(UdpSettings.of(anyPort()), config, null,
                        Thread.ofPlatform().factory())) {
            long begun = System.nanoTime();
            client.loop().execute(() -> client.loop().connect(relay.localAddress(), ClientSecurity.plain(), atClient));
            Exchange.Outcome one = outcome(atClient.outcome());
            Exchange.Outcome other = outcome(atServer.outcome());
            for (Exchange.Outcome each : List.of(one, other)) {
                assertThat(Exchange.isComplete(each.received(), seed))
                        .as("%s, seed %d: %d messages, %s", setting, seed, each.received().size(), each.reason())
                        .isTrue();
                assertThat(each.reason()).extracting(CloseReason::code).isEqualTo(ErrorCode.NO_ERROR);
            }
            long lastDatum = Math.max(one.lastDatumAt(), other.lastDatumAt());
            long closed = Math.max(one.closedAt(), other.closedAt());
            return new Result(setting, seed, lastDatum - begun, other.smallDoneAt() - one.openedAt(),
                    closed - lastDatum);
        }
    }

    private static Exchange.Outcome outcome(CompletableFuture<Exchange.Outcome> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    @Timeout(120)
    void everyMessageArrivesOnceInOrderAndBothSidesCloseWithinFiveSeconds() throws Exception {
        List<Setting> settings = List.of(
                new Setting(0, 0, 0), new Setting(0, 0, 100), new Setting(0.1, 0.1, 100), new Setting(0.3, 0.3, 100));
        List<Future<Result>> running = new ArrayList<>();
        try (ExecutorService cases = Executors.newFixedThreadPool(settings.size() * 3)) {
            for (Setting setting : settings) {
                for (long seed = 1; seed <= 3; seed++) {
                    long own = seed;
                    running.add(cases.submit(() -> run(setting, own)));
                }
            }
            for (Future<Result> each : running) {
                Result result = each.get();
                System.out.println(result);
                assertThat(result.closingNanos()).as(result.toString()).isLessThan(5 * SECOND);
            }
        }
    }
}
