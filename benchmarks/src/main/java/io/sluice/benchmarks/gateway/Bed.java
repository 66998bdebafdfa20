package io.sluice.benchmarks.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;
import io.sluice.crsp.client.ClientOptions;
import io.sluice.crsp.client.GatewayTrust;
import io.sluice.crsp.client.TransportPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The running broker and gateway of a run, as its trials find them. Nothing is looked up before it is asked for. Safe
 * for threads.
 */
final class Bed {
    private final LocalHome home;

    /** Null until the first client: opening the keystore takes longer than a handshake. */
    private @Nullable String fingerprint;

    /** @param home of both, and of what trials start besides */
    Bed(LocalHome home) {
        this.home = home;
    }

    /** Of both, and of what trials start besides. */
    LocalHome home() {
        return home;
    }

    private synchronized String fingerprint() throws CliException {
        String known = fingerprint;
        if (known == null) {
            known = home.certificate().fingerprint();
            fingerprint = known;
        }
        return known;
    }

    private InstanceSettings settings() throws CliException {
        return InstanceSettings.load(home);
    }

    /** Bootstrap servers. */
    String kafka() throws CliException {
        return settings().kafka();
    }

    /** Where devices connect. */
    InetSocketAddress gateway() throws CliException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), settings().port());
    }

    /** Options of a client that uses UDP and encryption. */
    ClientOptions.Builder client(String name) throws CliException {
        return client(name, gateway());
    }

    /** The same for another gateway of this home. */
    ClientOptions.Builder client(String name, InetSocketAddress other) throws CliException {
        return ClientOptions.builder().gateway(other).name(name).transport(TransportPolicy.UDP)
                .trust(GatewayTrust.pinned(fingerprint()));
    }

    /** The broker's process number. */
    long brokerPid() throws CliException {
        return running(new LocalInstance(Installation.find(), settings()).broker().pid(), "broker");
    }

    private static long running(Optional<Long> pid, String what) throws CliException {
        return pid.orElseThrow(() -> new CliException(ExitCode.UNREACHABLE, "the " + what + " does not run",
                "See its log in the run's folder."));
    }
}
