package io.sluice.crsp.security;

/**
 * What both sides derive from an agreement (RFC 8446 §7.1 in spirit). The arrays are this record's own.
 *
 * @param client protects packets of the client; 32 bytes
 * @param server protects packets of the gateway; 32 bytes
 * @param resumption authenticates a later connection that shows this connection's ticket; 32 bytes
 */
public record TrafficSecrets(byte[] client, byte[] server, byte[] resumption) {
    static TrafficSecrets derive(byte[] master) {
        return new TrafficSecrets(
                KeySchedule.expand(master, "client", KeySchedule.SECRET_SIZE),
                KeySchedule.expand(master, "server", KeySchedule.SECRET_SIZE),
                KeySchedule.expand(master, "resumption", KeySchedule.SECRET_SIZE));
    }

    @Override
    public String toString() {
        return "TrafficSecrets[hidden]";
    }
}
