package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.security.ClientSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTableTest {
    private final SplittableRandom random = new SplittableRandom(3);
    private final Endpoint endpoint = new Endpoint(
            EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]), null, random);

    private EndpointConnection connection() {
        return endpoint.connect(0, new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650),
                ClientSecurity.plain(),
                (connection, event) -> {});
    }

    @ParameterizedTest
    @ValueSource(longs = {40, 100_000, Long.MAX_VALUE})
    void itHoldsWhatAMapHolds(long ids) {
        ConnectionTable table = new ConnectionTable();
        Map<Long, EndpointConnection> expected = new HashMap<>();
        EndpointConnection[] some = {connection(), connection(), connection()};
        for (int i = 0; i < 20_000; i++) {
            boolean growing = i / 4000 % 2 == 0;
            long id = random.nextLong(ids);
            if (!expected.containsKey(id) && random.nextInt(3) < (growing ? 2 : 1)) {
                EndpointConnection entry = some[random.nextInt(some.length)];
                expected.put(id, entry);
                table.add(id, entry);
            } else {
                long gone = expected.isEmpty() || random.nextBoolean() ? id : expected.keySet().iterator().next();
                expected.remove(gone);
                table.remove(gone);
            }
            assertThat(table.size()).isEqualTo(expected.size());
            assertThat(table.get(id)).isSameAs(expected.get(id));
        }
        expected.forEach((id, entry) -> assertThat(table.get(id)).isSameAs(entry));
        assertThat(table.all()).containsExactlyInAnyOrderElementsOf(expected.values());
    }
}
