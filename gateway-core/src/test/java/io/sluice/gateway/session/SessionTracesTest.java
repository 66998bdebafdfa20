package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.ConnectionLog;
import io.sluice.crsp.connection.ConnectionLogs;
import io.sluice.crsp.connection.Role;
import io.sluice.crsp.session.SessionId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SessionTracesTest {
    private static final int BYTES = 4096;
    private static final SessionId ONE = new SessionId(1, 1);
    private static final SessionId OTHER = new SessionId(1, 2);
    private static final SessionId THIRD = new SessionId(1, 3);

    private final SessionTraces traces = new SessionTraces(2, BYTES, Clock.systemUTC());

    private ConnectionLog begin(SessionId session) {
        ConnectionLogs logs = Objects.requireNonNull(traces.begin(session));
        return Objects.requireNonNull(
                logs.begin(0, Role.SERVER, 1, 2, new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650)));
    }

    @Test
    void aTraceIsReadWhileItIsWritten() {
        ConnectionLog log = begin(ONE);
        String before = Objects.requireNonNull(traces.text(ONE));
        log.onRetryReceived(1, 2, 3);

        assertThat(before).contains("qlog_format");
        assertThat(Objects.requireNonNull(traces.text(ONE)).length()).isGreaterThan(before.length());
        assertThat(traces.text(OTHER)).isNull();
    }

    @Test
    void theOldestGivesWayToTheNewest() {
        begin(ONE);
        begin(OTHER);
        begin(ONE);
        begin(THIRD);

        assertThat(traces.text(OTHER)).isNull();
        assertThat(traces.text(ONE)).isNotNull();
        assertThat(traces.text(THIRD)).isNotNull();
    }

    @Test
    void aTraceEndsWhereItIsFull() {
        ConnectionLog log = begin(ONE);
        for (int i = 0; i < 1000; i++) {
            log.onRetryReceived(i, 2, 3);
        }

        assertThat(Objects.requireNonNull(traces.text(ONE)).length()).isLessThan(2 * BYTES);
    }

    @Test
    void noneAreKeptWhereNoneAreWanted() {
        assertThat(new SessionTraces(0, BYTES, Clock.systemUTC()).begin(ONE)).isNull();
    }
}
