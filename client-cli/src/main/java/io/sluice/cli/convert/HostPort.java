package io.sluice.cli.convert;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as people write it, not yet looked up.
 *
 * @param host name or address, without brackets; empty if only a port was given
 * @param port 0 to 65,535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:(?:\\[([0-9a-fA-F:.%]+)]|([^:\\[\\]\\s]*)):)?(\\d{1,5})");

    /**
     * Reads an address.
     *
     * @param text {@code localhost:4650}, {@code [::1]:4650}, {@code :4650} or {@code 4650}
     * @return the address
     * @throws IllegalArgumentException with a message that shows how to write it right
     */
    public static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address: write HOST:PORT like localhost:4650 or [::1]:4650");
        }
        String bracketed = matcher.group(1);
        String plain = matcher.group(2);
        String host = bracketed != null ? bracketed : plain != null ? plain : "";
        return new HostPort(host, Integer.parseInt(matcher.group(3)));
    }

    /**
     * Looks the host up.
     *
     * @param defaultHost used if only a port was given
     * @return the address
     * @throws CliException if the name is unknown
     */
    public InetSocketAddress resolve(String defaultHost) throws CliException {
        String name = host.isEmpty() ? defaultHost : host;
        InetSocketAddress address = new InetSocketAddress(name, port);
        if (address.isUnresolved()) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "the host '" + name + "' is unknown",
                    "Check the spelling, or use its IP address.");
        }
        return address;
    }

    /** The address as it may be written on a command line. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
