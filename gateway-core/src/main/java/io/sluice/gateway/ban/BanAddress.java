package io.sluice.gateway.ban;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as bans name them: one text for each, and never a name that somebody would have to look up. */
public final class BanAddress {
    /** Four numbers, or something with a colon and without a zone: an address means the same at every gateway. */
    private static final Pattern LITERAL = Pattern.compile(
            "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]{1,44}");

    private BanAddress() {}

    /** The one text of an address, without its zone. */
    public static String text(InetAddress address) {
        return withoutZone(address).getHostAddress();
    }

    /**
     * The address that a text means. Nothing is resolved.
     *
     * @throws IllegalArgumentException if it is no address
     */
    public static InetAddress parse(String text) {
        if (!LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no IP address");
        }
        return withoutZone(InetAddress.ofLiteral(text));
    }

    /** An IPv4 address that is written as one of IPv6 becomes the former, too. */
    private static InetAddress withoutZone(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of no length: " + address, e);
        }
    }
}
