package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.wire.Crc32cProtection;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run does, drawn together to one number: every datagram that was sent, every one that arrived, every
 * event, each with its time. Two runs with the same number are the same run. Writes lines for people if somebody reads.
 */
final class Trace {
    /** Knuth's multiplier of MMIX: spreads each bit over the higher ones. */
    private static final long SPREAD = 6364136223846793005L;

    private final CRC32C crc = new CRC32C();
    private final @Nullable Consumer<String> lines;
    private long fingerprint;
    private long now;

    Trace(@Nullable Consumer<String> lines) {
        this.lines = lines;
    }

    /** The number of all so far. */
    long fingerprint() {
        return fingerprint;
    }

    private void mix(long value) {
        fingerprint = (fingerprint ^ value) * SPREAD;
        fingerprint ^= fingerprint >>> 29;
    }

    /**
     * A number of a datagram's content. Two sums, and the CRC of plain mode outside of its own: the CRC of a message and
     * its CRC says little about the message.
     */
    long digest(byte[] datagram) {
        crc.reset();
        crc.update(datagram, 0, Math.max(0, datagram.length - Crc32cProtection.SIZE));
        return crc.getValue() << Integer.SIZE ^ Arrays.hashCode(datagram);
    }

    void datagram(long time, String what, InetSocketAddress from, InetSocketAddress to, byte[] datagram, long digest) {
        now = time;
        mix(time);
        mix(what.hashCode());
        mix((long) from.hashCode() << 32 ^ to.hashCode());
        mix(digest);
        if (lines != null) {
            line(what + " " + text(from) + " > " + text(to) + " " + DatagramText.of(datagram));
        }
    }

    void event(int machine, ConnectionEvent event) {
        String text = switch (event) {
            case ConnectionEvent.Established ignored -> "established";
            case ConnectionEvent.PathChanged(InetSocketAddress remote) -> "path changed to " + text(remote);
            case ConnectionEvent.Closed(CloseReason reason) -> "closed " + reason.origin() + " " + reason.code();
            default -> lines == null ? event.getClass().getSimpleName() : event.toString();
        };
        // The text of other events may name objects; their kind is enough, for datagrams tell the rest.
        mix(machine);
        mix(event.getClass().getSimpleName().hashCode());
        mix(event instanceof ConnectionEvent.Closed ? text.hashCode() : 0);
        if (lines != null) {
            line((machine == Scenario.GATEWAY ? "gateway" : "client " + machine) + " " + text);
        }
    }

    /** Something that the scenario did to the world. */
    void note(long time, String what) {
        now = time;
        mix(time);
        mix(what.hashCode());
        if (lines != null) {
            line("-- " + what);
        }
    }

    private void line(String text) {
        if (lines != null) {
            lines.accept(String.format(Locale.ROOT, "%12.6f %s", now / 1e9, text));
        }
    }

    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
