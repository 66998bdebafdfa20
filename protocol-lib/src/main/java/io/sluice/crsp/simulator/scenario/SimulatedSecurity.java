package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.ServerSecurity.ClientCertificates;
import io.sluice.crsp.security.Ticket;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.security.TrafficSecrets;
import io.sluice.crsp.simulator.SimulatedNetwork;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;

/**
 * How the machines of a run agree on keys. Secure runs resume with a ticket that the clients already have: resumption
 * takes all its chance from the generator that it is given, while a TLS handshake takes its own and could not be replayed.
 */
final class SimulatedSecurity {
    private static final byte[] CLUSTER_SECRET = "the secret of a simulated cluster"
            .getBytes(StandardCharsets.US_ASCII);
    private static final Instant BEGINNING = Instant.parse("2026-11-01T00:00:00Z");
    private static final int SECRET_SIZE = 32;
    private static final int PORT = 4650;

    private final ServerSecurity gateway;
    private final ClientSecurity client;

    SimulatedSecurity(boolean secure, SimulatedNetwork network, SplittableRandom random) {
        if (!secure) {
            gateway = ServerSecurity.plainOnly();
            client = ClientSecurity.plain();
            return;
        }
        TicketKeys keys = new TicketKeys(
                List.of(CLUSTER_SECRET),
                Duration.ofHours(12),
                Duration.ofHours(24),
                () -> BEGINNING.plusNanos(network.now()));
        SSLContext unused = unusedContext();
        // Hostile peers speak plain mode.
        gateway = new ServerSecurity(true, unused, ClientCertificates.NONE, keys);
        TrafficSecrets secrets = new TrafficSecrets(secret(random), secret(random), secret(random));
        byte[] sealed = gateway.issueTicket(secrets, null, random);
        if (sealed == null) {
            throw new IllegalStateException("a gateway with ticket keys gives no ticket");
        }
        client = new ClientSecurity.Tls(unused, "gateway", PORT, false, new Ticket(sealed, secrets.resumption()));
    }

    private static byte[] secret(SplittableRandom random) {
        byte[] secret = new byte[SECRET_SIZE];
        random.nextBytes(secret);
        return secret;
    }

    private static SSLContext unusedContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    ServerSecurity gateway() {
        return gateway;
    }

    ClientSecurity client() {
        return client;
    }
}
