package io.sluice.benchmarks.contestant;

import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.TicketKeys;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * What both sides of a CRSP connection agree to.
 *
 * @param server what is taken
 * @param client how it connects
 */
public record CrspSecurity(ServerSecurity server, ClientSecurity client) {
    private static final int PORT = 4650;

    /** A checksum only. */
    public static CrspSecurity plain() {
        return new CrspSecurity(ServerSecurity.plainOnly(), ClientSecurity.plain());
    }

    /** TLS 1.3 and AES-128-GCM, with a certificate made for this run. */
    public static CrspSecurity secure() {
        try {
            SSLContext tls = new Certificates().tls();
            TicketKeys tickets = new TicketKeys(List.of(new byte[32]), Duration.ofHours(1), Duration.ofDays(1),
                    InstantSource.system());
            return new CrspSecurity(ServerSecurity.of(tls, tickets), new ClientSecurity.Tls(tls, "localhost", PORT,
                    true, null));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }
}
